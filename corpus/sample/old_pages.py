"""The site as first built: tables, fonts, a date that is always today's.

Latin-1 by its word, cp1252 by deed.
"""

from datetime import date
from html import escape

from corpus.sample.editorial import Editorial, published_in

CONTENT_TYPE = "text/html; charset=iso-8859-1"
ENCODING = "cp1252"  # not what CONTENT_TYPE says: so were the sites of that time
ROWS = 10

# three hands, one list
DATE_FORMS = ("{0:%B} {0.day},{0.year}", "{0:%B}, {0:%d} {0.year}", "{0:%B} {0:%d}, {0.year}")


def list_page(page: int, *, today: date) -> str:
    """The list page of ten rows from `page`, counted from 0.

    Past the end the table is empty, as PHP would have it.
    """
    shown = published_in("old")[page * ROWS : (page + 1) * ROWS]
    rows = "\n".join(_row(editorial) for editorial in shown)
    content = f'<table width="100%" border="0">\n{rows}\n</table>\n{_pager(page)}'
    return _frame("Editorials", content, today=today)


def detail_page(number: int, *, today: date) -> str | None:
    """The editorial with this post_id, without its date; None where there is none."""
    for editorial in published_in("old"):
        if editorial.number == number:
            return _frame(_untidy_title(editorial), _story(editorial), today=today)
    return None


def masthead(today: date) -> str:
    """The first line of every page: who edits the paper, and the day on which the page is made."""
    ending = (
        "th" if 11 <= today.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(today.day % 10, "th")
    )
    return f"Editor in Chief: Yalda Ferozan   {today:%A, %B} {today.day}{ending}, {today.year}"


def _row(editorial: Editorial) -> str:
    form = DATE_FORMS[editorial.number % len(DATE_FORMS)]
    teaser = " ".join(editorial.paragraphs[0].split()[:24])
    return (
        f'<tr><td><a href="editorial_detail.php?post_id={editorial.number}">'
        f'<font face="Verdana" size="2"><b>{_untidy_title(editorial)}</b></font></a><br>\n'
        f'<font size="1" color="#666666">{form.format(editorial.published)}</font><br>\n'
        f'<font size="2">{escape(teaser, quote=False)}...</font></td></tr>'
    )


def _pager(page: int) -> str:
    total = len(published_in("old"))
    last = (total - 1) // ROWS
    targets = [("First", 0, total)]
    if page > 0:
        targets.append(("Previous", page - 1, total - 1))  # counted before the newest came in
    if page < last:
        targets.append(("Next", page + 1, total))
    targets.append(("Last", last, total + page))
    links = (
        f'<a href="/editorial.php?pageNum_editorial={number}&totalRows_editorial={rows}">'
        f"{label}</a>"
        for label, number, rows in targets
    )
    return f'<p align="center"><font size="1">{" | ".join(links)}</font></p>'


def _story(editorial: Editorial) -> str:
    by = (
        f'<font size="2"><i>By {" and ".join(editorial.byline)}</i></font><br><br>\n'
        if editorial.byline
        else ""
    )
    body = "<br><br>\n".join(escape(_untidy(text), quote=False) for text in editorial.paragraphs)
    return (
        f'<font face="Verdana" size="4"><b>{_untidy_title(editorial)}</b></font><br>\n'
        f'<font face="Verdana" size="2"><b>{_untidy_title(editorial)}</b></font><br>\n'
        f'{by}<font face="Verdana" size="2">{body}</font><br><br>\n'
    )


def _untidy_title(editorial: Editorial) -> str:
    title = escape(editorial.title, quote=False)
    if editorial.number % 3 == 0:
        title = title.replace(" ", "  ", 1)
    return f"> {title}" if editorial.number % 7 == 0 else title


def _untidy(paragraph: str) -> str:
    """Two spaces after a full stop, as typists were taught."""
    return paragraph.replace(". ", ".  ")


def _frame(title: str, content: str, *, today: date) -> str:
    return f"""<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>{title} - Selmak Courier</title>
</head>
<body bgcolor="#FFFFFF" topmargin="0">
<table width="780" border="0" align="center" cellpadding="2">
<tr><td colspan="2"><font size="1">{masthead(today)}</font></td></tr>
<tr><td colspan="2" bgcolor="#7A1F1F"><font color="#FFFFFF" size="5">SELMAK COURIER</font></td></tr>
<tr>
<td width="140" valign="top"><font size="2"><a href="/">Home</a><br>
<a href="/editorial.php?pageNum_editorial=0&totalRows_editorial=7">Editorials</a><br>
<a href="/opinion/">Opinion</a><br><a href="/print/">Print pages</a><br>
<a href="/about.html">About us</a><br><a href="/contact.html">Contact</a></font></td>
<td width="640" valign="top">
{content}
</td></tr>
<tr><td colspan="2" align="center"><font size="1">\
Selmak Courier, Bridge Street 9, Selmak. All rights reserved.
<a href="/admin/">Staff</a></font></td></tr>
</table>
</body>
</html>
"""
