"""Word families: irregular forms, and the spellings of two shores of the Atlantic, each led back to
one form before it is stemmed.

A form that is commonly a word of its own is in no family: found is no form of find here, nor saw of
see, left of leave, ground of grind, rose of rise, bore of bear, media of medium, bases of basis.
Womens is how many type women's. The lists are ours, of words that newspapers use; so are the rules,
each with the words that it is not for."""

import re
from collections.abc import Iterator

# the form that leads, and those that are led back to it
NOUNS = """
    man men mens; woman women womens; child children childrens; foot feet; tooth teeth; goose geese
    mouse mice
    louse lice; ox oxen; calf calves; elf elves; half halves; hoof hooves; knife knives; life lives
    loaf loaves; scarf scarves; self selves; sheaf sheaves; shelf shelves; thief thieves
    wharf wharves; wife wives; wolf wolves; housewife housewives; midwife midwives
    analysis analyses; antithesis antitheses; crisis crises; diagnosis diagnoses; emphasis emphases
    hypothesis hypotheses; nemesis nemeses; neurosis neuroses; oasis oases; parenthesis parentheses
    prognosis prognoses; psychosis psychoses; synopsis synopses; synthesis syntheses; thesis theses
    criterion criteria; phenomenon phenomena; addendum addenda; bacterium bacteria
    consortium consortia; curriculum curricula; emporium emporia; erratum errata; gymnasium gymnasia
    maximum maxima; memorandum memoranda; millennium millennia; minimum minima; moratorium moratoria
    ovum ova; quantum quanta; referendum referenda; sanatorium sanatoria; spectrum spectra
    stadium stadia; stratum strata; symposium symposia; alumnus alumni; bacillus bacilli
    cactus cacti; fungus fungi; locus loci; nucleus nuclei; radius radii; stimulus stimuli
    syllabus syllabi; terminus termini; alga algae; alumna alumnae; antenna antennae
    formula formulae; larva larvae; nebula nebulae; vertebra vertebrae; appendix appendices
    codex codices; bureau bureaux
    chateau chateaux; plateau plateaux; tableau tableaux
"""
VERBS = """
    arise arose arisen; awake awoke awoken; become became; befall befell befallen; beget begot
    begin began begun; behold beheld; bend bent; beseech besought; bite bitten; bleed bled
    blow blew blown; break broke broken; breed bred; bring brought; build built; burn burnt
    buy bought; catch caught; choose chose chosen; cling clung; come came; creep crept; deal dealt
    dig dug; draw drew drawn; dream dreamt; drink drank; drive drove driven; dwell dwelt
    eat ate eaten; fall fell fallen; feel felt; fight fought; flee fled; fling flung; fly flew flown
    forbid forbade forbidden; forego forewent foregone; foresee foresaw foreseen; foretell foretold
    forget forgot forgotten; forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen
    get got gotten; give gave given; go goes went gone; grow grew grown; hang hung; hear heard
    hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led
    leap leapt; learn learnt; lend lent; lose lost; make made; mean meant; meet met; mislead misled
    mistake mistook mistaken; misunderstand misunderstood; outgrow outgrew outgrown
    overcome overcame; overhear overheard; override overrode overridden; overrun overran
    oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown; pay paid
    prove proven; rebuild rebuilt; repay repaid; resell resold; retell retold; rethink rethought
    rewrite rewrote rewritten; ride rode ridden; ring rang; rise risen; run ran; say said; see seen
    seek sought; sell sold; send sent; sew sewn; shake shook shaken; shine shone; shoot shot shots
    show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; slay slew slain
    sleep slept; slide slid; sling slung; sow sown; speak spoke spoken; speed sped; spell spelt
    spend spent; spill spilt; spin spun; spit spat; spoil spoilt; spring sprang sprung; stand stood
    steal stole stolen; stick stuck; sting stung; stink stank; strew strewn; stride strode
    strike struck stricken; strive strove striven; swear swore sworn; sweep swept; swell swollen
    swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told
    think thought thoughts; throw threw thrown; tread trod trodden; undergo underwent undergone
    understand understood; undertake undertook undertaken; undo undid undone; unwind unwound
    uphold upheld; wake woke woken; wear wore worn; weave wove woven; weep wept; win won
    withdraw withdrew withdrawn; withhold withheld; withstand withstood; wring wrung
    write wrote written
"""
# British and American, in the order in which the other leads: the stem that meets fewer others
SPELLINGS = """
    defence defense; offence offense; pretence pretense; licence license; practice practise
    centre center; theatre theater; metre meter; litre liter; fibre fiber; spectre specter
    sombre somber; meagre meager; lustre luster; calibre caliber; sabre saber; sceptre scepter
    mitre miter; kilometre kilometer; centimetre centimeter; millimetre millimeter
    amphitheatre amphitheater; epicentre epicenter; manoeuvre maneuver; reconnoitre reconnoiter
    program programme; catalog catalogue; dialog dialogue; analog analogue; monolog monologue
    epilog epilogue; prolog prologue; travelog travelogue; gray grey; plow plough; jewelry jewellery
    airplane aeroplane; aluminum aluminium; jail gaol; mustache moustache; pajamas pyjamas
    cozy cosy; artifact artefact; inquiry enquiry; inquire enquire; dispatch despatch; gypsy gipsy
    yogurt yoghurt; specialty speciality; judgment judgement; acknowledgment acknowledgement
    aging ageing; sizable sizeable; likable likeable; livable liveable; focused focussed
    focusing focussing; biased biassed; fulfill fulfil; enroll enrol; instill instil; distill distil
    appall appal; install instal; fulfillment fulfilment; enrollment enrolment
    installment instalment; skillful skilful; willful wilful; woolen woollen; marvelous marvellous
    counselor counsellor; medieval mediaeval; mold mould; smolder smoulder; molt moult
    whiskey whisky; cipher cypher; draftsman draughtsman; maneuverable manoeuvrable
"""

OUR = """
    arbour ardour armour behaviour candour clamour colour demeanour endeavour favour fervour flavour
    glamour harbour honour humour labour misdemeanour neighbour odour parlour rancour rigour rumour
    saviour savour splendour succour tumour valour vapour vigour
"""
LL = """
    bevel cancel carol channel chisel counsel dial duel equal fuel funnel gravel grovel imperil
    initial jewel kennel label level libel marshal marvel medal model panel parcel pedal pencil
    quarrel rival shovel shrivel signal snorkel spiral swivel total towel travel tunnel unravel
"""
# what of a word of Greek or Latin is written with ae, oe or ph in Britain
GREEK = """
    anaem>anem anaesth>anesth archaeo>archeo caesarea>cesarea diarrhoea>diarrhea
    encyclopaed>encycloped foet>fet gynaec>gynec haem>hem leukaem>leukem oesoph>esoph oestr>estr
    orthopaed>orthoped paediatr>pediatr palaeo>paleo sulph>sulf sceptic>skeptic
"""
# ...men is the plural of ...man but in these, ...ise is ...ize but behind these
NO_MEN = frozenset(
    """
    abdomen acumen albumen amen bitumen carmen cerumen cyclamen dolmen foramen hymen lumen numen
    omen ramen regimen rumen semen specimen stamen turkmen women yemen
""".split()
)
NO_ISE = frozenset(
    """
    adv advert appr appra bla bra bru cer chast chem circumc comprom compr conc cru dem den desp dev
    disgu dissat enterpr exc exerc expert franch improv inc lia likew lou mala marqu mayonna
    merchand otherw parad porpo pra prec prem prom repr rev sunr superv surm surpr telev torto treat
    turquo val
""".split()
)
ISE = re.compile(r"(\w{3,})is(e|ed|es|ing|er|ers|able|ation|ations|ational)")
YSE = re.compile(r"(anal|catal|electrol|paral)ys(e|ed|ing|er|ers)")
DOUBLED = re.compile(rf"({'|'.join(LL.split())})l(ed|ing|ings|er|ers|ist|ists)")
WITH_U = re.compile(rf"((?:dis|mis|un|be|en)?(?:{'|'.join(w[:-2] for w in OUR.split())}))ur(.*)")
LATIN = dict(pair.split(">") for pair in GREEK.split())
WITH_LATIN = re.compile(rf"({'|'.join(LATIN)})(.*)")


def lead_of(form: str) -> str:
    """The form that leads the family of `form`, a plain English one; itself where it has none."""
    if lead := LEADS.get(form):
        return lead
    if form.endswith("men"):
        return form if form in NO_MEN or len(form) < 5 else f"{form[:-2]}an"
    if "our" in form and (found := WITH_U.fullmatch(form)):
        form = f"{found[1]}r{found[2]}"
    if "is" in form and (found := ISE.fullmatch(form)) and found[1] not in NO_ISE:
        return f"{found[1]}iz{found[2]}"
    if "ys" in form and (found := YSE.fullmatch(form)):
        return f"{found[1]}yz{found[2]}"
    if "ll" in form and (found := DOUBLED.fullmatch(form)):
        return found[1] + found[2]
    if found := WITH_LATIN.fullmatch(form):
        return LATIN[found[1]] + found[2]
    return form


def _pairs() -> Iterator[tuple[str, str]]:
    for line in f"{NOUNS};{VERBS}".replace("\n", ";").split(";"):
        lead, *forms = line.split() or ("",)
        yield from ((form, lead) for form in forms)
    for line in SPELLINGS.replace("\n", ";").split(";"):
        if line.strip():
            lead, other = line.split()
            yield other, lead
            yield from zip(_inflected(other), _inflected(lead), strict=True)


def _inflected(word: str) -> list[str]:
    """Its regular forms."""
    if word.endswith("y"):
        return [f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"]
    if word.endswith("e"):
        return [f"{word}s", f"{word}d", f"{word[:-1]}ing"]
    return [f"{word}s", f"{word}ed", f"{word}ing"]


LEADS = dict(_pairs())
TABLES = (NOUNS, VERBS, SPELLINGS, OUR, LL, GREEK, *sorted(NO_MEN), *sorted(NO_ISE), ISE.pattern,
          YSE.pattern, DOUBLED.pattern, WITH_U.pattern)  # fmt: skip
