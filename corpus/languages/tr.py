"""Turkish."""

from corpus.languages.language import NONE, Language, Words

LANGUAGE = Language(
    code="tr",
    name="Turkish",
    months=(
        "ocak oca",
        "şubat şub",
        "mart mar",
        "nisan nis",
        "mayıs may",
        "haziran haz",
        "temmuz tem",
        "ağustos ağu",
        "eylül eyl",
        "ekim eki",
        "kasım kas",
        "aralık ara",
    ),
    weekdays=(
        "pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz"
    ),
    by=Words(
        forms=(
            "yazan:", "yazar:", "yazarlar:", "yazı:", "haber:", "haberi yazan", "kaleme alan",
            "hazırlayan", "hazırlayan:", "hazırlayanlar", "röportaj:", "söyleşi:", "muhabir:",
            "metin:", "editör:", "derleyen:", "yayınlayan:", "tarafından yazıldı",
        ),
        example="Yazan: Ayşe Örnek",
    ),
    by_alone=NONE,
    published=Words(
        forms=(
            "yayınlanma", "yayınlanma tarihi", "yayın tarihi", "yayınlandı", "yayımlanma",
            "yayımlanma tarihi", "yayımlandı", "giriş", "giriş tarihi", "oluşturulma",
            "oluşturulma tarihi", "oluşturma tarihi", "eklenme", "eklenme tarihi", "tarih:",
            "haber tarihi", "haber giriş",
        ),
        example="Yayınlanma tarihi: 5 Mart 2020",
    ),
    updated=Words(
        forms=(
            "güncelleme", "güncelleme tarihi", "güncelleme:", "güncellenme", "güncellendi",
            "güncellenme tarihi", "güncellenmiş", "son güncelleme", "son güncellenme",
            "son değişiklik", "değiştirilme", "düzenlendi",
        ),
        example="Son güncelleme: 6 Mart 2020",
    ),
    bodies=Words(
        forms=(
            "Haber Merkezi", "Haber Merkezimiz", "Dış Haberler", "Dış Haberler Servisi",
            "Spor Servisi", "Ekonomi Servisi", "Kültür Sanat Servisi", "İstihbarat Servisi",
            "Yurt Haberler", "Ajans", "Ajanslar", "Haber ajansları", "Editör", "Editörler",
            "Yayın Kurulu", "Yazı İşleri", "Muhabir", "Muhabirimiz", "Gazeteci", "Köşe yazarı",
            "Yazar", "Genel Yayın Yönetmeni", "Konuk yazar", "Konuk", "Okur", "Okur mektupları",
            "Basın bülteni", "Basın açıklaması", "Yönetici", "Admin", "AA", "DHA", "İHA", "ANKA",
            "Anadolu Ajansı", "Demirören Haber Ajansı", "AFP", "Reuters", "AP",
        ),
        example="Haber Merkezi / AA",
    ),
    more=Words(
        forms=(
            "Ayrıca okuyun", "Bunu da okuyun", "Bunlar da ilginizi çekebilir", "Bunlara da bakın",
            "Daha fazla", "Daha fazla oku", "Daha fazlası için", "Daha fazla bilgi",
            "Daha fazlasını oku", "Devamı", "Devamını oku", "Devamı için", "Devamı için tıklayın",
            "Haberin devamı", "Habere gitmek için", "Okumaya devam et", "İlgili haber",
            "İlgili haberler", "İlginizi çekebilir", "İlgili:", "Ayrıca bakınız", "Ayrıca bkz",
            "Bakınız", "Tıklayın", "Tümünü oku", "Öneri:", "Önerilen haber", "Video:", "İzleyin:",
            "Dinleyin:",
        ),
        example="İlgili haber: Kimsenin istemediği köprü",
    ),
    related=Words(
        forms=(
            "İlgili haberler", "İlgili haber", "İlgili yazılar", "İlgili içerikler",
            "İlgili konular", "Benzer haberler", "Benzer yazılar", "Benzer içerikler",
            "Bunlar da ilginizi çekebilir", "Bunlar ilginizi çekebilir", "İlginizi çekebilir",
            "İlginizi çekebilecek haberler", "Önerilen haberler", "Önerilenler",
            "Sizin için öneriler", "Sizin için seçtiklerimiz", "Çok okunanlar", "En çok okunanlar",
            "En çok okunan haberler", "En çok izlenenler", "En çok yorumlananlar",
            "En son haberler", "En yeniler", "Popüler haberler", "Popüler", "Son dakika",
            "Son haberler", "Son yazılar", "Diğer haberler", "Diğer yazılar", "Diğer yazıları",
            "Yazarın diğer yazıları", "Tüm yazıları", "Günün manşetleri", "Manşetler",
            "Öne çıkanlar", "Editörün seçtikleri", "Etiketler", "Etiket", "Konular", "Yorumlar",
            "Yorum", "Yorum yap", "Yorum yaz", "Yorum yazın", "Yorum ekle", "Yorumunuzu yazın",
            "Bir yorum yazın", "Bir cevap yazın", "Yazar hakkında", "Sonraki haber",
            "Önceki haber", "Paylaş", "Haberi paylaş", "Galeri", "Foto galeri", "Bülten",
        ),
        example="İlgili haberler",
    ),
    requests=Words(
        forms=(
            "Abone ol", "Abone olun", "Abone olmak", "Aboneliğiniz", "Abone misiniz",
            "Zaten abone", "Üye ol", "Üye olun", "Zaten üye", "Kayıt ol", "Kaydol", "Kaydolun",
            "Giriş yap", "Giriş yapın", "Takip et", "Takip edin", "Bizi takip edin", "Bizi",
            "Bültenimize", "Bülten", "E-bülten", "E-bültenimize", "Katıl", "Katılın", "İndir",
            "Uygulamayı indir", "Uygulamamızı", "Destek ol", "Destek olun", "Bize destek",
            "Bağış yap", "Bağış yapın", "Bu içerik", "Bu yazı abonelere",
            "Okumaya devam etmek için", "Devamını okumak için", "Ücretsiz dene", "Haberdar ol",
            "Gelişmelerden haberdar", "Paylaş", "Paylaşın", "Facebook'ta paylaş",
            "Twitter'da paylaş", "Linki kopyala", "Yazdır", "E-posta gönder", "Dinle",
            "Haberi dinle", "Okuma süresi", "Reklam", "Haber reklamın ardından",
            "E-posta adresiniz", "E-posta adresinizi", "Abone olarak", "Hata bildir",
            "Bir hata mı", "Bize ulaşın", "Bize yazın", "İletişim", "Yorum yapmak için",
            "Oy verin", "Anket", "Google News'te", "Kaydet",
            "Bu haberi beğendiniz mi", "Bu yazıyı beğendiniz mi", "Haberi paylaş",
            "Görüşünüz bizim için",
        ),
        example="Abone olun, hiçbir haberi kaçırmayın",
    ),
    consent=Words(
        forms=(
            "Çerez kullanıyoruz", "Çerezleri kullanıyoruz", "Bu site çerez",
            "Bu internet sitesi çerez", "Bu web sitesi çerez", "Sitemizde çerez",
            "Sitemizde çerezler", "Web sitemizde çerez", "Biz ve ortaklarımız", "Çerez politikası",
            "Çerez ayarları", "Çerez tercihleri", "Gizlilik politikası", "Gizlilik sözleşmesi",
            "Kişisel verilerin korunması", "Kişisel verileriniz", "KVKK", "Aydınlatma metni",
            "Kabul et", "Kabul ediyorum", "Tümünü kabul et", "Tümünü reddet",
            "Bu içeriği görüntülemek için", "Harici içerik", "Kullanım koşulları",
            "Kullanım şartları", "Tüm hakları saklıdır", "Yasal uyarı", "Açık rıza",
        ),
        example="Bu site çerez kullanmaktadır: çerez politikası.",
    ),
    credits=Words(
        forms=(
            "fotoğraf:", "fotoğraflar:", "foto:", "fotoğrafçı:", "fotoğraf kaynağı", "kaynak:",
            "görsel:", "resim:", "illüstrasyon:", "çizim:", "karikatür:", "grafik:", "kamera:",
            "video:", "arşiv", "arşiv fotoğrafı", "temsili fotoğraf",
        ),
        example="Fotoğraf: Ayşe Mercek",
    ),
    kickers=Words(
        forms=(
            "Başyazı", "Köşe yazısı", "Yorum", "Görüş", "Görüşler", "Analiz", "Haber analiz",
            "Yazarlar", "Makale", "Deneme", "Röportaj", "Söyleşi", "Dosya", "Portre", "Tartışma",
            "Okur mektubu", "Özel haber", "Özel", "Araştırma", "Gündem", "Politika", "Siyaset",
            "Dünya", "Türkiye", "Ekonomi", "Kültür sanat", "Toplum", "Spor", "Bilim", "Sağlık",
            "Son dakika", "Canlı", "Teyit",
        ),
        example="Başyazı",
    ),
    common=(
        "ve bir bu da de için ile olarak olan daha çok en gibi kadar sonra ne ise değil "
        "olduğu var göre ancak ama ki o her önce hem kendi ya yeni iki diye bile"
    ),
)
