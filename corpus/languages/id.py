"""Indonesian."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="id",
    name="Indonesian",
    months=(
        "januari jan",
        "februari feb pebruari",
        "maret mar",
        "april apr",
        "mei",
        "juni jun",
        "juli jul",
        "agustus agu agt ags",
        "september sep sept",
        "oktober okt",
        "november nov nopember",
        "desember des",
    ),
    weekdays=(
        "senin selasa rabu kamis jumat jum'at sabtu minggu ahad sen sel rab kam jum sab min"
    ),
    by=Words(
        forms=(
            "ditulis oleh", "penulis:", "penulis", "oleh:", "teks:", "reporter:", "wartawan:",
            "jurnalis:", "editor:", "pewarta:", "dilaporkan oleh", "laporan:", "laporan wartawan",
            "disusun oleh", "diposting oleh", "diterbitkan oleh", "kontributor:", "wawancara:",
        ),
        example="Penulis: Ani Contoh",
    ),
    by_alone=Words(
        forms=(
            "oleh",
        ),
        example="Oleh Ani Contoh",
    ),
    published=Words(
        forms=(
            "diterbitkan", "diterbitkan pada", "dipublikasikan", "dipublikasi", "dipublish",
            "terbit", "terbit pada", "tayang", "diposting", "diposting pada", "tanggal:",
            "tanggal terbit", "tanggal publikasi", "dibuat", "diunggah", "dirilis",
        ),
        example="Diterbitkan 5 Maret 2020",
    ),
    updated=Words(
        forms=(
            "diperbarui", "diperbaharui", "diperbarui pada", "pembaruan terakhir",
            "terakhir diperbarui", "update terakhir", "terakhir diubah", "diubah", "dimutakhirkan",
            "diupdate", "update:",
        ),
        example="Terakhir diperbarui 6 Maret 2020",
    ),
    bodies=Words(
        forms=(
            "Redaksi", "Tim Redaksi", "Dewan Redaksi", "Pemimpin Redaksi", "Redaktur", "Tim",
            "Tim Liputan", "Kantor Berita", "Koresponden", "Wartawan", "Reporter", "Jurnalis",
            "Editor", "Kolumnis", "Kontributor", "Penulis", "Pewarta", "Penulis tamu", "Tamu",
            "Pembaca", "Surat pembaca", "Siaran pers", "Rilis", "Humas", "Administrator", "Admin",
            "Antara", "Kantor Berita Antara", "AFP", "Reuters", "AP",
        ),
        example="Tim Redaksi / Antara",
    ),
    more=Words(
        forms=(
            "Baca juga", "Baca Juga:", "Baca lagi", "Baca selengkapnya", "Baca lebih lanjut",
            "Baca selanjutnya", "Baca:", "Baca berita", "Selengkapnya", "Selanjutnya",
            "Lihat juga", "Lihat lebih", "Lihat lainnya", "Simak juga", "Simak", "Simak:",
            "Simak video", "Tonton juga", "Tonton", "Dengarkan juga", "Lebih lanjut",
            "Artikel terkait", "Berita terkait", "Terkait", "Video:",
        ),
        example="Baca juga: Jembatan yang tak diinginkan siapa pun",
    ),
    related=Words(
        forms=(
            "Artikel terkait", "Berita terkait", "Terkait", "Topik terkait", "Konten terkait",
            "Artikel serupa", "Artikel lainnya", "Berita lainnya", "Berita lain", "Baca juga",
            "Lainnya", "Rekomendasi", "Rekomendasi untuk anda", "Rekomendasi untukmu",
            "Anda mungkin suka", "Mungkin anda suka", "Pilihan editor", "Pilihan redaksi",
            "Pilihan untukmu", "Terpopuler", "Berita terpopuler", "Populer", "Paling populer",
            "Paling banyak dibaca", "Terbanyak dibaca", "Terbaru", "Berita terbaru",
            "Artikel terbaru", "Terkini", "Berita terkini", "Berita utama", "Headline", "Trending",
            "Tag", "Tags", "Topik", "Kata kunci", "Komentar", "Beri komentar", "Tulis komentar",
            "Tinggalkan komentar", "Tinggalkan balasan", "Kirim komentar", "Tentang penulis",
            "Artikel selanjutnya", "Artikel sebelumnya", "Berita selanjutnya", "Bagikan",
            "Bagikan artikel", "Galeri", "Galeri foto", "Buletin",
        ),
        example="Berita terkait",
    ),
    requests=Words(
        forms=(
            "Berlangganan", "Langganan", "Sudah berlangganan", "Daftar", "Daftarkan",
            "Daftar sekarang", "Masuk", "Login", "Ikuti", "Ikuti kami", "Ikuti berita",
            "Bergabung", "Gabung", "Gabung dengan", "Dapatkan", "Dapatkan berita", "Unduh",
            "Unduh aplikasi", "Download aplikasi", "Dukung", "Dukung kami", "Donasi",
            "Artikel ini hanya", "Konten ini", "Untuk melanjutkan", "Lanjutkan membaca", "Buletin",
            "Newsletter", "Bagikan", "Bagikan artikel", "Salin tautan", "Salin link", "Cetak",
            "Kirim", "Dengarkan", "Waktu baca", "Iklan", "Advertisement", "Scroll untuk",
            "Gulir untuk", "Artikel berlanjut", "Alamat email", "Email anda", "Masukkan email",
            "Dengan mendaftar", "Hubungi kami", "Kirim tulisan", "Menemukan kesalahan", "Laporkan",
            "Simpan", "Pilih",
        ),
        example="Dapatkan update berita setiap hari di saluran kami",
    ),
    consent=Words(
        forms=(
            "Kami menggunakan cookie", "Situs ini menggunakan cookie",
            "Situs web ini menggunakan cookie", "Kami dan mitra kami", "Kebijakan privasi",
            "Kebijakan cookie", "Pengaturan cookie", "Terima semua", "Terima", "Saya setuju",
            "Setuju", "Tolak semua", "Konten eksternal", "Untuk melihat konten",
            "Perlindungan data", "Syarat dan ketentuan", "Ketentuan penggunaan", "Hak cipta",
            "Hak cipta dilindungi", "Seluruh hak cipta", "Dilarang",
        ),
        example="Situs ini menggunakan cookie.",
    ),
    credits=Words(
        forms=(
            "foto:", "foto oleh", "fotografer:", "gambar:", "ilustrasi:", "ilustrasi",
            "sumber foto", "sumber gambar", "sumber:", "kredit foto", "grafis:", "infografis:",
            "kartun:", "video:", "arsip", "dok.", "dokumentasi",
        ),
        example="Foto: Ani Lensa",
    ),
    kickers=Words(
        forms=(
            "Opini", "Editorial", "Tajuk", "Tajuk rencana", "Kolom", "Analisis", "Komentar",
            "Perspektif", "Pandangan", "Sudut pandang", "Esai", "Artikel opini", "Wawancara",
            "Laporan", "Laporan khusus", "Liputan khusus", "Surat pembaca", "Surat", "Debat",
            "Eksklusif", "Politik", "Nasional", "Internasional", "Dunia", "Ekonomi", "Bisnis",
            "Masyarakat", "Budaya", "Olahraga", "Sains", "Berita terkini", "Langsung", "Cek fakta",
        ),
        example="Tajuk rencana",
    ),
    common=(
        "yang dan di dengan untuk pada ini dari itu tidak dalam ke akan adalah juga oleh "
        "bisa atau ada karena telah"
    ),
)
