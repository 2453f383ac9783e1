"""Portuguese."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="pt",
    name="Portuguese",
    months=(
        "janeiro jan",
        "fevereiro fev",
        "março marco mar",
        "abril abr",
        "maio mai",
        "junho jun",
        "julho jul",
        "agosto ago",
        "setembro set",
        "outubro out",
        "novembro nov",
        "dezembro dez",
    ),
    weekdays=(
        "segunda terça terca quarta quinta sexta sábado sabado domingo feira segunda-feira "
        "terça-feira quarta-feira quinta-feira sexta-feira seg ter qua qui sex sáb dom"
    ),
    by=Words(
        forms=(
            "por:", "escrito por", "publicado por", "postado por", "redigido por", "texto:",
            "texto de", "texto por", "reportagem de", "reportagem:", "um artigo de", "artigo de",
            "coluna de", "análise de", "opinião de", "entrevista de", "autor:", "autora:",
            "autores:", "assinado por", "da autoria de",
        ),
        example="Escrito por Ana Exemplo",
    ),
    by_alone=Words(
        forms=(
            "por",
        ),
        example="Por Ana Exemplo",
    ),
    published=Words(
        forms=(
            "publicado", "publicada", "publicado em", "publicado às", "publicação:",
            "data de publicação", "data:", "criado em", "postado em", "postado", "divulgado em",
            "enviado em", "primeira publicação", "lançado em", "edição de", "disponibilizado em",
        ),
        example="Publicado em 5 de março de 2020",
    ),
    updated=Words(
        forms=(
            "atualizado", "atualizada", "atualizado em", "atualizado às", "actualizado",
            "atualização", "última atualização", "última actualização", "última modificação",
            "modificado em", "alterado em", "editado em", "corrigido em", "atualizado há",
        ),
        example="Atualizado em 6 de março de 2020",
    ),
    bodies=Words(
        forms=(
            "Redação", "Da Redação", "Redacção", "A Redação", "Redação do", "Agência", "Agências",
            "Agência Brasil", "Agência Lusa", "Agência Estado", "Agência Senado",
            "Estadão Conteúdo", "Folhapress", "Correspondente", "Enviado especial",
            "Enviada especial", "Enviados especiais", "Repórter", "Jornalista", "Colunista",
            "Editor", "Editora", "Editorial", "Colaborador", "Colaboradora", "Colaboração",
            "Colaboração para", "Especial para", "Convidado", "Diretor", "Carta do leitor",
            "Cartas dos leitores", "Leitor", "Assessoria", "Assessoria de imprensa",
            "Assessoria de Comunicação", "Comunicado", "Equipe", "Equipa", "Administrador", "Lusa",
            "AFP", "EFE", "Reuters", "AP", "Ansa", "RFI", "Xinhua",
        ),
        example="Da Redação, com Agência Brasil",
    ),
    more=Words(
        forms=(
            "Leia também", "Leia mais", "Ler mais", "Ler também", "Leia ainda", "Leia aqui",
            "Leia a seguir", "Continue lendo", "Continuar a ler", "Continua após a publicidade",
            "Veja também", "Veja mais", "Ver mais", "Veja ainda", "Confira também", "Confira mais",
            "Saiba mais", "Entenda", "Assista", "Assista também", "Ouça também", "Mais sobre",
            "Mais informações", "Mais", "Notícias relacionadas", "Relacionadas", "Relacionado",
            "Não perca", "Vídeo:", "VEJA:", "LEIA:", "Artigo relacionado",
        ),
        example="Leia também: A ponte que ninguém queria",
    ),
    related=Words(
        forms=(
            "Notícias relacionadas", "Matérias relacionadas", "Artigos relacionados",
            "Conteúdo relacionado", "Conteúdos relacionados", "Relacionados", "Relacionadas",
            "Posts relacionados", "Leia também", "Veja também", "Você pode gostar",
            "Você também pode gostar", "Você também pode se interessar", "Talvez você goste",
            "Pode gostar de", "Recomendados", "Recomendado para você", "Recomendadas",
            "Recomendamos", "Sugestões", "Mais lidas", "Mais lidos", "As mais lidas",
            "Mais vistas", "Mais populares", "Mais comentadas", "Mais notícias", "Mais recentes",
            "Mais de", "Mais sobre", "Mais do", "Últimas notícias", "Últimas", "Últimos artigos",
            "Outras notícias", "Outros artigos", "Destaques", "Em destaque", "Em alta", "Tópicos",
            "Temas", "Assuntos", "Tags", "Etiquetas", "Palavras-chave", "Comentários",
            "Comentário", "Deixe um comentário", "Deixe seu comentário", "Deixar um comentário",
            "Comente", "Comentar", "Escreva um comentário", "Sobre o autor", "Sobre a autora",
            "Próxima notícia", "Próximo artigo", "Artigo anterior", "Compartilhar", "Compartilhe",
            "Partilhar", "Galeria", "Fotogaleria", "Newsletter",
        ),
        example="Notícias relacionadas",
    ),
    requests=Words(
        forms=(
            "Assine", "Assinar", "Já é assinante", "Já é assinante?", "É assinante",
            "Seja assinante", "Inscreva-se", "Cadastre-se", "Cadastrar", "Registe-se", "Subscreva",
            "Subscrever", "Faça login", "Entrar", "Iniciar sessão", "Crie uma conta", "Receba",
            "Receber", "Siga", "Siga-nos", "Siga o", "Siga a", "Siga nossas", "Participe",
            "Entre no", "Entre no grupo", "Junte-se", "Baixe", "Baixe o aplicativo", "Descarregue",
            "Apoie", "Faça uma doação", "Doe", "Contribua", "Torne-se", "Conteúdo exclusivo",
            "Conteúdo para assinantes", "Este conteúdo é exclusivo", "Este artigo é exclusivo",
            "Para continuar lendo", "Para continuar a ler", "Continue lendo com",
            "Acesso ilimitado", "Teste grátis", "Newsletter", "Nossa newsletter", "Compartilhe",
            "Compartilhar", "Partilhar", "Partilhe", "Copiar link", "Imprimir",
            "Enviar por e-mail", "Ouvir", "Ouça este", "Ouvir notícia", "Tempo de leitura",
            "Publicidade", "Anúncio", "Seu e-mail", "Ao se inscrever", "Ao assinar",
            "Encontrou um erro", "Reportar erro", "Comunicar erro", "Fale conosco", "Envie sua",
            "Vote", "Clique aqui", "Guardar", "Salvar",
            "Gostou deste artigo", "Gostou da matéria", "Gostou desta", "A sua opinião",
            "Sua opinião é", "Compartilhe esta", "Partilhe este artigo",
        ),
        example="Receba a nossa newsletter",
    ),
    consent=Words(
        forms=(
            "Utilizamos cookies", "Usamos cookies", "Este site usa cookies",
            "Este site utiliza cookies", "O nosso site utiliza cookies",
            "Nós e os nossos parceiros", "Nós e nossos parceiros", "Ao continuar navegando",
            "Ao continuar a navegar", "Política de cookies", "Política de privacidade",
            "Aceitar cookies", "Aceitar todos", "Aceitar tudo", "Gerir cookies",
            "Gerenciar cookies", "Para ver este conteúdo", "Conteúdo externo", "Proteção de dados",
            "Termos de uso", "Termos e condições", "Todos os direitos reservados", "Li e aceito",
            "Reprodução proibida",
        ),
        example="Este site usa cookies para melhorar a sua experiência.",
    ),
    credits=Words(
        forms=(
            "Foto:", "Fotos:", "Foto de", "Fotos de", "Foto por", "Fotografia:", "Fotografia de",
            "Crédito:", "Créditos:", "Crédito da foto", "Imagem:", "Imagem de", "Imagens:",
            "Ilustração:", "Ilustração de", "Infográfico:", "Infografia:", "Arte:", "Charge:",
            "Vídeo:", "Foto de arquivo", "Arquivo", "Reprodução", "Divulgação", "Fonte:",
            "Direitos de autor",
        ),
        example="Foto: Ana Lente",
    ),
    kickers=Words(
        forms=(
            "Opinião", "Editorial", "Editoriais", "Coluna", "Colunas", "Análise", "Artigo",
            "Artigo de opinião", "Crónica", "Crônica", "Comentário", "Ponto de vista", "Tribuna",
            "Entrevista", "Reportagem", "Perfil", "Debate", "Cartas", "Carta aberta", "Exclusivo",
            "Política", "Mundo", "Internacional", "Nacional", "Brasil", "Economia", "Sociedade",
            "Cultura", "Esportes", "Desporto", "Ao vivo", "Direto", "Urgente", "Última hora",
            "Investigação", "Fato ou fake",
        ),
        example="Ponto de vista",
    ),
    common=(
        "o os as de que e do da em um uma para com não no na por mais se dos das ao foi "
        "como são à pelo"
    ),
)
