"""Spanish."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="es",
    name="Spanish",
    months=(
        "enero ene",
        "febrero feb",
        "marzo mar",
        "abril abr",
        "mayo may",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sept sep",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    weekdays=(
        "lunes martes miércoles miercoles jueves viernes sábado sabado domingo lun mar mié mie "
        "jue vie sáb sab dom"
    ),
    by=Words(
        forms=(
            "por:", "escrito por", "publicado por", "redactado por", "elaborado por", "texto:",
            "texto de", "texto por", "texto y fotos", "un artículo de", "artículo de",
            "una columna de", "columna de", "opinión de", "por nuestro corresponsal",
            "entrevista de", "autor:", "autora:", "autores:", "autor/a:", "firmado por",
            "reportaje de", "crónica de",
        ),
        example="Escrito por Ana Ejemplo",
    ),
    by_alone=Words(
        forms=(
            "por",
        ),
        example="Por Ana Ejemplo",
    ),
    published=Words(
        forms=(
            "publicado", "publicada", "publicado el", "publicado en", "publicación:",
            "fecha de publicación", "fecha:", "creado", "creado el", "subido el", "emitido el",
            "publicado a las", "primera publicación", "escrito el", "edición del",
            "edición impresa", "ingresado el",
        ),
        example="Publicado el 5 de marzo de 2020",
    ),
    updated=Words(
        forms=(
            "actualizado", "actualizada", "actualizado el", "actualizado a las", "actualización",
            "última actualización", "ultima actualización", "última modificación", "modificado",
            "modificado el", "editado el", "corregido el", "act.",
        ),
        example="Actualizado el 6 de marzo de 2020",
    ),
    bodies=Words(
        forms=(
            "Redacción", "Redaccion", "La Redacción", "Redacción web", "Redacción digital",
            "Agencia", "Agencias", "Agencias de noticias", "Corresponsal", "Enviado especial",
            "Enviada especial", "Reportero", "Reportera", "Periodista", "Columnista", "Editor",
            "Editora", "Editorialista", "Editorial", "Director", "Directora", "Redactor",
            "Redactora", "Redactor jefe", "Colaborador", "Colaboradora", "Colaboración", "Staff",
            "Invitado", "Consejo editorial", "Cartas al director", "Cartas de los lectores",
            "Lectores", "Comunicado de prensa", "Comunicado", "Administrador", "Especial para",
            "Mesa de redacción", "EFE", "Europa Press", "AFP", "AP", "Reuters", "Télam", "Notimex",
            "DPA", "Xinhua", "NA",
        ),
        example="Redacción / EFE",
    ),
    more=Words(
        forms=(
            "Lee también", "Leer también", "Lea también", "Lea además", "Lea más", "Leer más",
            "Lee más", "Leé también", "Lee además", "Lea aquí", "Leer noticia",
            "También puede leer", "También te puede interesar", "Te puede interesar",
            "Te recomendamos", "Le puede interesar", "Le recomendamos", "Puede leer",
            "Puedes leer", "Ver más", "Ver también", "Ver además", "Vea también", "Mira también",
            "Mirá también", "Mire también", "Más información", "Más sobre", "Más noticias",
            "Más en", "Más", "Seguir leyendo", "Sigue leyendo", "Sigue leyendo:",
            "Continuar leyendo", "Contenido relacionado", "Además:", "No te pierdas", "Video:",
            "Escucha también", "Conoce más", "Saber más", "Noticia relacionada",
        ),
        example="Lee también: El puente que nadie quería",
    ),
    related=Words(
        forms=(
            "Noticias relacionadas", "Artículos relacionados", "Contenido relacionado",
            "Contenidos relacionados", "Notas relacionadas", "Temas relacionados", "Relacionados",
            "Relacionadas", "Te puede interesar", "Le puede interesar",
            "También te puede interesar", "Quizás te interese", "Te recomendamos", "Recomendados",
            "Recomendado para ti", "Recomendadas", "Más noticias", "Más información", "Más leído",
            "Más leídas", "Más leídos", "Lo más leído", "Lo más visto", "Lo más comentado",
            "Las más leídas", "Lo último", "Lo más", "Últimas noticias", "Últimos artículos",
            "Otras noticias", "Otros artículos", "Otros temas", "Más de", "Más sobre", "Más en",
            "En portada", "Destacados", "Destacadas", "Noticias destacadas", "Temas",
            "Temas de la nota", "Etiquetas", "Archivado en", "Comentarios", "Comentario",
            "Deja un comentario", "Deja tu comentario", "Dejar un comentario",
            "Escribe un comentario", "Escriba un comentario", "Comentar", "Opina",
            "Sobre el autor", "Sobre la autora", "Acerca del autor", "Sobre la firma", "Normas",
            "Siguiente noticia", "Artículo siguiente", "Artículo anterior", "Compartir",
            "Compartir noticia", "Galería", "Fotogalería", "Newsletter", "Boletín",
        ),
        example="Noticias relacionadas",
    ),
    requests=Words(
        forms=(
            "Suscríbete", "Suscribite", "Suscríbase", "Suscribirse", "Suscripción",
            "Ya eres suscriptor", "¿Ya eres suscriptor", "¿Ya estás suscrito", "Regístrate",
            "Registrate", "Regístrese", "Inscríbete", "Inicia sesión", "Iniciar sesión",
            "Inicie sesión", "Ingresa a tu cuenta", "Crear cuenta", "Recibe", "Recibí", "Reciba",
            "Recibe en tu correo", "Síguenos", "Seguinos", "Síganos", "Seguir en", "Sigue a",
            "Sigue toda la información", "Únete", "Unite", "Únase", "Descarga", "Descargá",
            "Descarga la app", "Apoya", "Apoyanos", "Haz una donación", "Dona", "Donar",
            "Hazte socio", "Hacete socio", "Contenido exclusivo", "Contenido para suscriptores",
            "Este contenido es exclusivo", "Esta nota es exclusiva", "Para seguir leyendo",
            "Para continuar leyendo", "Lee sin límites", "Accede a", "Prueba gratis",
            "Nuestro boletín", "Boletín", "Newsletter", "Compartir", "Comparte", "Compartir en",
            "Copiar enlace", "Imprimir", "Enviar por correo", "Escuchar", "Escucha este artículo",
            "Escuchar nota", "Tiempo de lectura", "Publicidad", "Anuncio", "Tu correo electrónico",
            "Correo electrónico", "Al suscribirte", "Al registrarte", "Gracias por suscribirte",
            "¿Encontraste un error", "Reportar error", "Contáctanos", "Escríbenos",
            "Danos tu opinión", "Vota", "Ver comentarios", "Comenta", "Guardar",
            "La noticia continúa debajo", "Sigue leyendo después de la publicidad",
            "Te ha gustado este artículo", "Te gustó este artículo", "Le ha gustado",
            "Tu opinión nos importa", "Déjanos tu comentario", "Has encontrado un error",
            "Comparte este artículo", "Compartir este artículo",
        ),
        example="Suscríbete a nuestro boletín",
    ),
    consent=Words(
        forms=(
            "Utilizamos cookies", "Usamos cookies", "Este sitio web utiliza cookies",
            "Este sitio utiliza cookies", "Esta web utiliza cookies", "Nosotros y nuestros socios",
            "Si continúa navegando", "Al continuar navegando", "Política de cookies",
            "Política de privacidad", "Aviso legal", "Configurar cookies", "Aceptar cookies",
            "Aceptar todo", "Aceptar y continuar", "Rechazar todo", "Para ver este contenido",
            "Contenido externo", "Este contenido está bloqueado", "Protección de datos",
            "Términos y condiciones", "Todos los derechos reservados", "Prohibida su reproducción",
            "Prohibida la reproducción", "He leído y acepto",
        ),
        example="Este sitio web utiliza cookies propias y de terceros.",
    ),
    credits=Words(
        forms=(
            "Foto:", "Fotos:", "Foto de", "Fotos de", "Foto por", "Fotografía:", "Fotografía de",
            "Fotógrafo:", "Crédito:", "Créditos:", "Crédito foto", "Imagen:", "Imagen de",
            "Imágenes:", "Ilustración:", "Ilustración de", "Infografía:", "Gráfico:",
            "Caricatura:", "Video:", "Vídeo:", "Foto de archivo", "Imagen de archivo", "Archivo",
            "Cortesía", "Fuente:", "Foto cortesía",
        ),
        example="Foto: Ana Lente",
    ),
    kickers=Words(
        forms=(
            "Opinión", "Editorial", "Editoriales", "Columna", "Columnas", "Columnistas",
            "Análisis", "Tribuna", "Tribunas", "Comentario", "Punto de vista", "Crónica",
            "Entrevista", "Reportaje", "Perfil", "Debate", "Cartas", "Cartas al director",
            "Exclusiva", "Exclusivo", "Política", "Internacional", "Mundo", "Nacional", "Economía",
            "Sociedad", "Cultura", "Deportes", "Última hora", "En vivo", "En directo", "Directo",
            "Investigación", "Artículo de opinión", "Verificación",
        ),
        example="Tribuna",
    ),
    common=(
        "el la los las de que y en un una por con para del se no es al lo su como más pero "
        "ha sus este"
    ),
)
