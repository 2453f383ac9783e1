"""Words that say nothing by themselves: left out of a question unless nothing else is left;
articles keep them."""

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each few for from
    further had has have having he her here hers him his how i if in into is it its itself just
    me more most my no nor not now of off on once only or other our out over own same she should
    so some such than that the their them then there these they this those through to too under
    until up us very was we were what when where which while who whom why will with would you
    your
""".split()
)

# Words that are looked for where they are typed, but name no subject: nobody is told that two
# articles share them. As forms of the index, without the marks within words.
NAMELESS = STOP_WORDS | frozenset(
    """
    across almost along already although always among amongst another anybody anymore anyone
    anything anyway apart around aside away became become becomes becoming behind beneath beside
    besides beyond cannot certain certainly despite either else elsewhere enough especially even
    ever every everybody everyone everything everywhere except first former fully given hardly
    hence however indeed inside instead itself last later latter least less like likely little long
    longer lot many maybe meanwhile merely might moreover mostly much must myself namely
    near nearly neither never nevertheless next nobody none nonetheless nothing nowhere often
    one ones onto otherwise ought ours ourselves outside particularly per perhaps quite rather
    really regarding said say says seem seemed seems several shall simply since somebody
    somehow someone something sometimes somewhat somewhere soon still such sure theirs themselves
    therefore though three throughout thus together too toward towards truly two unless unlike
    unlikely upon used usually various versus whatever whenever wherever whereas whether
    whichever whoever whole whose within without yes yet yours yourself himself herself
    aint arent cant couldnt didnt doesnt dont hadnt hasnt havent hed hes im isnt itd itll ive
    shes shouldnt thats theres theyd theyll theyre theyve wasnt werent weve whats whos wont
    wouldnt youd youll youre youve
    و در به از که را با این آن برای تا یا هم نیز اما اگر هر همه چه است بود شد شود شده کرد کند کرده
    دارد داشت باید خود ما شما او آنها آنان ایشان من تو بر پس چون مگر ولی نه هیچ یک دو دیگر بسیار
    بی زیرا چنین چنان همین همان کسی چیزی بوده باشد هست نیست
""".split()
)

# Persian and Dari: what is written beside a verb or a noun, with a joiner or without one
AFFIXES = frozenset(
    """
    می نمی ها های هایی هایم هایت هایش هایمان هایتان هایشان ای ام ات اش ایم اید اند مان تان شان
    تر ترین ترها
""".split()
)
