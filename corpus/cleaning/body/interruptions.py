"""What stands between the paragraphs of an article and is no part of it: credits, players, buttons, requests, jumps."""

import re
from collections.abc import Sequence

from corpus.page.lines import Blocks, Line

# A whole line that is a label, a button or a counter.
_LABEL = re.compile(
    r"tweet(?: this)?|(?:print|e-?mail)(?: this (?:page|article|story))?|continue reading|show captions?|"
    r"(?:read|see|view|learn|show|load) (?:more|less)\b[^.?]{0,20}|"
    r"ads?|advertising|sponsored(?: content)?|(?:paid|promoted|partner) content|"
    r"advertisements?(?:\W+(?:scroll|(?:story |article )?continues?)\b.{0,40})?|"
    r"(?:other|more) (?:[\w’'-]+ ){1,3}below|(?:article|story|text) continues (?:after|below)\b.{0,40}|"
    r"skip (?:advertisement|ad|past)\b.{0,40}|(?:scroll|click) (?:down |here )?to (?:continue|enlarge|expand)\b.{0,20}|"
    r"(?:view|see|open|show) (?:gallery|slideshow|full ?screen|all photos|(?:full|larger) (?:image|size))|"
    r"(?:(?:image|photo|picture|slide) )?\d{1,3} (?:of|/) \d{1,3}|"
    r"[\d.,]+ ?[km]? (?:shares|views|likes|reads|claps|reactions)|(?:shares|views|likes)[: ]+[\d.,]+ ?[km]?|"
    r"listen(?: to (?:this|the) (?:article|story|post|page|episode|text))(?: now| here)?\W*(?:\d[\d:]*)?(?: ?min\w*)?|"
    r"\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{1,2}:\d\d(?::\d\d)?|\dx|\d{1,3} ?min(?:ute)?s?(?:[ -](?:read|listen|watch))?|"
    r"(?:estimated )?(?:reading|read|listening) time\b.{1,30}|"
    r"(?:tags?|topics?|categor(?:y|ies)|keywords?)\s*:[^.?!]{1,100}|posted in [^.?!]{1,60}|"
    r"topics? in this (?:article|story)|(?:next|previous) page|page \d{1,2} (?:of|/) \d{1,2}|loading(?: ad)?|"
    r"(?:expand|collapse) all|copied|(?:save|gift|bookmark) this (?:article|story|page|post)|bookmark|"
    r"(?:text|font) size\b.{0,12}|ai[ -]generated summary|select (?:a )?language|join the conversation",
    re.IGNORECASE,
)
# Where a picture, which is not there, comes from.
_CREDIT = re.compile(
    r"(?:photo(?:graph)?|image|picture|illustration|video|graphic)s?(?: credits?)?"
    r"(?: ?: ?| by (?-i:[A-Z])| courtesy(?: of)? )[^.]{0,80}|"
    r"(?:photo|image|picture|video) (?:source|caption|credit)s?\b.{0,120}|file (?:photo|image|picture)|"
    r"credits?: .{0,80}|courtesy of [^.]{1,60}|"
    r"(?:[^/.]{2,40} ?/ ?)?(?:getty images|shutterstock(?:\.com)?|istock(?:photo)?|alamy|unsplash|pixabay|adobe stock)"
    r"(?: ?/ ?[^.]{1,40})?|[^/.\s][^/.]{2,40} ?/ ?(?:reuters|afp|ap|epa)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([A-Z][^()/.]{2,40} ?/ ?[A-Z][^()/]{2,40}\)")  # "(Jane Doe/The Paper)"
_CAPTION = re.compile(
    r".*(?:[.!?)”\"]\s|[(\[|]\s?|\s[–—-]\s)(?:photo(?:graph)?|PHOTO|Photo(?:graph)?|Image|IMAGE|Picture|Illustration|"
    r"Graphic|Credit|CREDIT)s?(?: [Cc]redits?)?"
    r"(?: ?[:/] ?| by | BY | courtesy (?:of )?| via )\s*[A-Z@©][^.]{1,60}[.)\]]*"
)
_NETWORKS = (
    r"twitter|x\b|facebook|instagram|linkedin|youtube|tiktok|bluesky|threads|mastodon|telegram|whatsapp|google news"
)
# The beginning of a line in which a paper asks something of its readers, or tells them how it treats them.
_REQUEST = re.compile(
    r"(?:please )?(?:sign up|subscribe|register)\b.*\b(?:newsletters?|inbox|e-?mail|mailing list|"
    r"full access|reading)\b|"
    r"(?:please )?(?:get|receive|have|want|never miss)\b.*\b(?:in|into|to) your (?:e-?mail )?(?:inbox|mailbox)\b|"
    r"[^.?!]*\b(?:delivered|sent|straight|directly)\b[^.?!]{0,20} (?:in|into|to) your (?:e-?mail )?(?:inbox|mailbox)\b|"
    r"(?:check|look in) your (?:e-?mail|inbox)\b|thank(?:s| you) for (?:signing up|subscribing|registering)\b|"
    r"(?:by|when you|if you) (?:sign(?:ing)? up|subscrib(?:e|ing)|register(?:ing)?|submit(?:ting)?|provid(?:e|ing)|"
    r"enter(?:ing)?|click(?:ing)?|continu(?:e|ing))\b[^.]*\b(?:you|i) (?:agree|consent|accept|confirm|acknowledge)\b|"
    r"this (?:site|form|page) is protected by recaptcha\b|"
    r"(?:please )?(?:enable|turn on|activate) (?:javascript|cookies)\b|"
    r"(?:we|(?:this|our) (?:web)?site)(?: and our partners)? uses? cookies\b|"
    r"(?:this|to (?:see|view|watch|show)|you|please)\b.*\b(?:accept|allow|enable)\b.{0,30}\bcookies\b|"
    r"you(?:['’]ve| have) (?:reached|used|read|hit|exceeded)\b[^.]*\b(?:articles?|stories|limit)\b|"
    r"you have \d+ (?:free )?(?:articles?|stories) (?:left|remaining)\b|"
    r"(?:already (?:an? )?(?:subscribe[rd]|member|registered)|(?:already )?have an? (?:account|subscription)|"
    r"not (?:yet )?an? (?:subscriber|member))\s*\?|"
    r"this (?:article|story|content|post) is (?:only |exclusively )?(?:available |reserved |free |exclusive )?"
    r"(?:for|to)"
    r"(?: our)?(?: paid| paying| registered| digital| premium)? (?:subscribers|members)\b|"
    r"(?:to )?(?:continue|keep|finish) reading\b.*\b(?:log in|sign in|subscri\w+|register|account|trial|free|for)\b|"
    r"(?:this|the) audio (?:version )?(?:is|was) (?:auto|ai|computer)\b|"
    rf"(?:please )?(?:like|follow|find|join) (?:us|our|the|@)[\w ’'-]{{0,40}} (?:on|at) (?:{_NETWORKS})\b|"
    rf"(?:join|follow) (?:us|our) (?:on )?(?:{_NETWORKS})\b|download (?:our|the) (?:\w+ ){{0,4}}app\b|"
    r"add .{1,40} as an? preferred source\b|"
    r"(?:please )?support (?:our|independent|local|quality|free|public) (?:\w+ )?journalism\b|"
    r"(?:donate|subscribe) (?:now|today|here)\b|was this (?:article|page|story|information) helpful\b|"
    r"(?:spotted|found|see) an? (?:error|mistake|typo)\b[^.?]{0,30}\?|(?:have|got) an? (?:news )?tip\b[^.?]{0,30}\?|"
    r"do you have an? (?:\w+ )?(?:opinion|story|tip|question|view)\b[^.?]{0,40}\? "
    r"(?:send|e-?mail|write|let|tell|call)\b|"
    r"contact (?:the|our) (?:reporter|author|writer|newsroom|editors?) (?:at|on|by|via)\b|"
    r"comments (?:on this (?:article|story) )?are (?:moderated|reviewed|subject to)\b|"
    r"(?:copyright|\(c\)|©)[^.]{0,80}\. all rights reserved\b|"
    rf"follow (?:@?[\w.’'-]+ ){{1,5}}(?:on|at) (?:{_NETWORKS})\b.{{0,40}}$|"
    r"(?:disclaimer\W+)?(?:(?:the|any|all) )?(?:views|opinions)(?: (?:and|or) (?:views|opinions))? "
    r"(?:expressed|stated|published) (?:(?:in|on) (?:this|these) \w+|here(?:in)?\b|above|are\b|"
    r"by (?:(?:the|our) )?(?:authors?|writers?|contributors?|columnists?)\b)[^?!]*"
    r"\b(?:own|authors?|writers?|contributors?|columnists?|reflect|represent)\b",
    re.IGNORECASE,
)
# "Read more: ", before links to other stories.
_LEAD = re.compile(
    r"(?:read|see also|watch|listen|more|also|related|recommended|must|further|topics?|tags?)\b[^:|]{0,24}"
    r"(?: [–—-]|[:|»>])[\s:|»>–—-]*",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{_NETWORKS}|messenger|pinterest|reddit|flipboard|e-?mail|print|copy link|link copied|copy url|share",
    re.IGNORECASE,
)
_ACTIONS = frozenset(("email", "e-mail", "print", "copy link", "link copied", "copy url", "whatsapp", "share"))
_EDGES = " -–—*•|·:!.…[]<>"
_LONGEST = 120  # characters of a label
_LONGEST_REQUEST = 220
_LONGEST_CAPTION = 200
_BOX_WORDS = 60  # of a box that makes a request; a paragraph of the article has them soon
_BOX_LINE = 25
_JUMPS = 2  # lines that lead to parts of the page: one alone leads back to its top
_LABEL_WORDS = 6  # of the label above a jump list


def find_asides(blocks: Blocks, kept: Sequence[int]) -> set[int]:
    """Those of `kept`, indexes into `blocks.lines`, that interrupt the text; of a request, the small box it is in."""
    found: set[int] = set()
    for index in kept:
        line = blocks.lines[index]
        if _is_request(line):
            found.update(_box(blocks, index))
        elif _is_label(line) or _is_credit(line) or _leads_away(line) or _is_jump(blocks.lines, index):
            found.add(index)
    return found | _share_bars(blocks.lines, kept)


def _is_label(line: Line) -> bool:
    if len(line.text) > _LONGEST or line.kind in ("cell", "quote"):
        return False
    return bool(_LABEL.fullmatch(line.text) or _LABEL.fullmatch(line.text.strip(_EDGES)))


def _is_credit(line: Line) -> bool:
    """Whether a line is a caption or says who took the picture; a heading or an item of a list never is."""
    if line.kind in ("heading", "cell", "item") or len(line.text) > _LONGEST_CAPTION:
        return False
    bare = line.text.strip(_EDGES + "()") if len(line.text) <= _LONGEST else ""
    return bool(_CREDIT.fullmatch(bare) or _IN_BRACKETS.fullmatch(line.text) or _CAPTION.fullmatch(line.text))


def _is_request(line: Line) -> bool:
    if len(line.text) > _LONGEST_REQUEST or line.kind == "quote":
        return False
    return bool(_REQUEST.match(line.text.lstrip(_EDGES)))


def _box(blocks: Blocks, index: int) -> range:
    """The lines of the largest box around a request that is small and holds no paragraph besides; else its own."""
    found = range(index, index + 1)
    for region in blocks.path(blocks.lines[index].region):
        if region.end - region.start > _BOX_WORDS:
            break  # each line has a word: the whole of a large box is not counted for each request in it
        words = [len(line.text.split()) for line in blocks.lines[region.start : region.end]]
        others = [count for spot, count in enumerate(words, region.start) if spot != index]
        if sum(words) > _BOX_WORDS or max(others, default=0) >= _BOX_LINE:
            break
        found = range(region.start, region.end)
    return found


def _leads_away(line: Line) -> bool:
    """Whether all that follows a label such as "Read also:" is links."""
    match = _LEAD.match(line.text) if line.linked else None
    return match is not None and line.kind != "cell" and line.linked * 10 >= 8 * (len(line.text) - match.end())


def _is_jump(lines: Sequence[Line], index: int) -> bool:
    """Whether a line leads to other parts of its page, or is the label above lines that do."""
    line = lines[index]
    if line.kind != "text":
        return False
    if line.linked:
        return line.href.startswith("#") and line.linked * 2 > len(line.text)
    following = lines[index + 1 : index + 1 + _JUMPS]
    return len(following) == _JUMPS and all(map(_jumps, following)) and len(line.text.split()) <= _LABEL_WORDS


def _jumps(line: Line) -> bool:
    return line.is_link and line.kind != "heading" and line.href.startswith("#")


def _share_bars(lines: Sequence[Line], kept: Sequence[int]) -> set[int]:
    """Runs of lines that only name networks, with at least one thing to do among them, as on buttons."""
    found: set[int] = set()
    run: list[int] = []
    for index in (*kept, -1):
        if index >= 0 and _SHARE.fullmatch(lines[index].text):
            run.append(index)
            continue
        if len(run) > 1 and any(lines[spot].text.lower() in _ACTIONS for spot in run):
            found.update(run)
        run = []
    return found
