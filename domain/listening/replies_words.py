"""The words of our replies: those that only hold, those of courtesy, and those that surely say something."""

import re

_I = re.IGNORECASE
LEAD = re.compile(r"^(?:\s*@\w+)+")
LINK = re.compile(r"https?://\S+|www\.\S+", _I)
SIGNED = re.compile(
    r"(?:[\^*~][A-Za-z]{1,12}\b\.?|\b(?:PC|PCSO|SCCH|Sgt|Sergeant|Insp|Inspector|PS|DC|DS|Con|SC)\.?\s*\d{2,6}"
    r"|\b(?:PC|PCSO|SCCH|Sgt|Insp|PS|DC|DS)\s+[A-Z][\w'’-]+)\s*(?=[.,;:!?\s]*$|\n)"
)
ASKED = re.compile(r"(?<=\w)\s*\?")
CLAUSES = re.compile(r"(?<!\bSt)[.!?;:\n]+(?=\s|$)|,\s+|\s+[-–—]+\s+|\s+(?:but|so that|ond|ale)\s+", _I)

_US = (
    r"(?:we|i|they|someone|somebody|one of (?:us|the team)|an officer|the team|our team|a member of (?:the"
    r"|our) team)"
)
_WILL = (
    rf"(?:{_US}(?:['’]ll| will| shall|['’]d| would| can| could| are going to| am going to|['’]m going to"
    rf"|['’]re)?\s+)"
)
_NUMBER = r"(?:101|1 0 1|non[- ]emergency(?: number)?)"
_WAYS = (
    r"(?:101|1 0 1|on ?line|(?:our |the )?web ?(?:site|chat|page)|live ?chat|non[- ]emergency|crimestoppers"
    r"|(?:our |the |an )?(?:online )?(?:report(?:ing)?|contact)? ?form|this link|the link|dm|pm|inbox"
    r"|e-?mail|messenger|private(?:ly)?|direct(?:ly)? message)"
)
_HOLDS = (
    # write to us elsewhere
    r"\b(?:dm|pm|direct message|private(?:ly)? message|inbox|message) (?:us|me|the page|this page|our)\b",
    r"\b(?:(?:drop|send|pop|ping) (?:us|me) (?:an? )?(?:dm|pm|(?:private |direct )?message|e-?mail|inbox|line))\b",
    r"\b(?:check|see|look at) your (?:inbox|dms?|messages)\b|\b(?:sent|replied to|messaged|dm['’]?d) you\b",
    r"\b(?:via|by|through|in|in a|as a) (?:a )?(?:dm|pm|private message|direct message|messenger|the inbox)\b",
    # go elsewhere
    rf"\b(?:call|ring|phone|dial|contact|report|speak|get in touch|let us know|make contact|pop (?:it|this"
    rf"|that)|log (?:it|this|that)|use|visit|go|try|do so|tell us)"
    rf"(?:\b[^.!?]{{0,60}})?\b{_WAYS}\b",
    rf"\b(?:on|via|to|by|through) {_NUMBER}\b",
    r"^(?:\W|\b(?:please|pls|just|can|could|you|we|would|ask|that|if|this|it|also|or|and|kindly|report|all)\b)*"
    r"(?:report|contact|call|ring)\b[^.!?]{0,30}$",
    r"\bif you (?:have|see|saw|know|hear|want|wish|need|would like|can|could|think)\b",
    r"\bspeak to (?:a|an|your) (?:local )?(?:officer|team|pcso)s?$",
    # passed on, left with us, to be looked into
    r"\bpass(?:ed|ing)? (?:(?:it|that|this|these|those|your|the|all|on)\b[^.!?]{0,40})?\b(?:on|to|along|over)\b",
    r"\b(?:leave|bear|bare) (?:it|this|that|that one)?\s*with (?:us|me)\b|\bbear with\b",
    r"\b(?:look|check|dig)(?:ed|ing)? (?:into|at) (?:it|this|that|what|your|the)\b|\blook into\b"
    r"|\btake a (?:closer )?look\b",
    rf"\b{_WILL}(?:\w+ )?(?:find out|chase|see what|see if|let you know|get back|come back|be in touch|raise|ask"
    r"|check|enquire|make enquiries|feed|make sure|ensure|share|forward|note|consider|mention|flag|follow|update|do"
    r"|contact|call|ring|message|try|discuss|take)\b",
    r"\b(?:let (?:me|us) (?:find out|check|ask|see|have a look|look|chase|come back))\b",
    r"\b(?:find(?:ing)? out|chas(?:e|ing) (?:this|that|it)(?: up)?|get(?:ting)? back to you|be in (?:touch|contact)"
    r"|follow(?:ing)? (?:this|that|it) up|feed(?:ing)? (?:this|that|it|your \w+)? ?back|keep you (?:posted"
    r"|updated))\b",
    r"\b(?:see what (?:we|i) can do|do (?:our|what we) (?:best|can))\b",
    r"\b(?:let (?:someone|somebody|them|the team|our \w+) know)\b|\bread your (?:comment|message)\b"
    r"|\bbuild a (?:\w+ )?picture\b|\bcadwch lygad\b",
    r"\b(?:has|have|had|been|being|is|was|['’]ve) (?:already |now |also )?(?:been )?(?:passed|forwarded|raised"
    r"|flagged|noted"
    r"|logged|shared|fed back|taken on board|asked)\b",
    r"\b(?:made|making|make|taken|taking|take) (?:a )?(?:note|notes)\b|\bnoted\b|\bunder review\b"
    r"|\bwatch this space\b",
    r"\bso (?:that )?(?:we|i|they|an officer|someone|the team|our team) (?:can|could|may|will)\b"
    r"(?=[^.!?]*\b(?:help|assist|look|advise|discuss|check|speak|deal|take|find|investigate|see|get)\b)",
    r"\b(?:ask|asked|asking) (?:them|him|her|the team|someone|the \w+ team|a colleague|my sergeant|our \w+)\b",
    r"\b(?:the )?(?:right|relevant|local|appropriate) (?:team|officer|department|person|people)\b",
    r"\b(?:can|could|may) (?:we|i) (?:have|get|take) (?:your|the|some|more)\b"
    r"|\bwhat (?:is|was|are|['’]s) (?:your|the) (?:\w+ )?(?:ref\w*|number|address|name|crime number|log|incident)\b",
    r"\b(?:could|can|would|will) you (?:please |kindly |just )?(?:tell|send|let|give|provide|share|confirm"
    r"|clarify)\b",
    r"\bplease (?:send|provide|share|give|confirm|let (?:us|me)|tell (?:us|me)|supply)\b",
    r"\b(?:no|any|not any) (?:further |more |new |other )?(?:update|news|information"
    r"|details?)s?\b[^.!?]{0,20}\b(?:yet|at (?:the|this)"
    r" (?:moment|time|stage)|at present|currently|to (?:share|give|add))\b|\bas soon as (?:we|i) (?:can|know"
    r"|have)\b|\b(?:post|update|share) (?:it |this |any \w+ |more )?(?:here|you)\b",
    # not here, not now, not us
    r"\b(?:not|isn['’]?t) (?:\w+ )?monitored\b|\b24/7\b|\b(?:can['’]?t|cannot|don['’]?t|do not"
    r"|unable to) (?:\w+ )?(?:take|accept)"
    r" (?:\w+ ){0,2}(?:info\w*|reports?)\b|\b(?:don['’]?t|do not) report\b",
    r"\b(?:report|complain)\w*\b[^.!?\d]{0,40}\b(?:to|via|at|through|with|here|using)\b|^\W*(?:or "
    r"|and )?(?:via|using) (?:our|the|this)\b"
    r"|\b(?:will|can) be (?:looked into|passed|directed|forwarded|raised|dealt)\b|\bhaven['’]?t (?:already"
    r"|done so)\b|\bnot done so already\b",
    r"\b(?:can(?:['’]?t|not)|unable to|not able to|won['’]?t|do not|don['’]?t"
    r"|aren['’]?t able to) (?:\w+ )?(?:comment|go into|discuss"
    r"|give (?:any |out )?(?:\w+ )?(?:details|information)|disclose|speculate|take (?:crime )?reports?"
    r"|deal with|say (?:any )?more)\b",
    r"\bkeep (?:an eye|a look ?out|checking|following|watching|report\w*)\b|\b(?:continue|keep on"
    r"|carry on) (?:to )?report\w*"
    r"|\bfor (?:full|more|further|all|up ?to ?date|the latest)\b[^.!?]{0,20}\b(?:information|info|details"
    r"|advice|news)\b",
    r"\b(?:respond|reply|answer|in touch|back to you|contact you|call you|ring you"
    r"|update)\w* (?:\w+ )?(?:shortly|soon|asap|in due course"
    r"|as soon as|when (?:we|i)|once (?:we|i)|later|in the morning|next week|tomorrow)\b|\bin due course\b",
    r"\b(?:suggest|advise|recommend|best|need|like you|want) (?:to |you |that you )?(?:check|contact|speak|ask"
    r"|ring|call|report|get in touch|go)\w*"
    r"[^.!?\d]{0,40}$|^(?:\W|\b(?:please|just|you|can|could|should|to|hi)\b)*(?:contact|speak (?:to|with)"
    r"|check with|ask|get in touch with|see|refer to)"
    r"\b[^.!?\d@]{0,60}$",
    r"\b(?:be|are|is) able to (?:advise|help|support|assist|answer|tell)\b|\b(?:dial|ring"
    r"|call) 999\b[^.!?]{0,20}\b(?:emergency|urgent|if)\b"
    r"|\b(?:urgent|emergency|danger)\b[^.!?]{0,25}\b(?:999|101)\b|^\W*(?:otherwise|or) (?:\w+ )?101\b",
    r"\b(?:value|welcome|note|appreciate) your (?:feedback|comments?|views?|patience|concerns?)\b"
    r"|\b(?:dealing with|working on|aware of) (?:it|this|that|these)\b$",
    # Welsh
    r"\b(?:ffoni\w*|ffonio|ffoniwch|galwch|cysyllt\w+|rhowch alwad|adrodd\w*|riportio\w*|rho wybod|rhowch wybod)"
    r"\b[^.!?]{0,60}\b(?:101|ar-?lein|gwefan|ni|neges|crimestoppers|taclo'r taclau)\b",
    r"\b(?:anfon\w*|gyrr\w+|danfon\w*|ddanfon\w*|hal\w+)\b[^.!?]{0,15}\b(?:neges|dm)\b|\bdod (?:yn ôl|nôl"
    r"|yn ol|nol) at\w*|\bneges (?:breifat|uniongyrchol|atom|i ni)\b",
    r"\b(?:bydd(?:wn|af|a i)?|wna i|wnawn ni|mi wna i|fe wna i|nawn ni|gwnawn|na i)\b[^.!?]{0,40}\b(?:holi|gofyn|ofyn"
    r"|trosglwyddo|drosglwyddo|basio|pasio|edrych|gweld|weld|godi|ffonio|gysylltu|rannu|ateb|hysbysu|adael)\b",
    r"\b(?:pasio|trosglwyddo|basio|drosglwyddo)\b[^.!?]{0,30}\b(?:ymlaen|i'r|at)\b|\bgad(?:ewch|wch|ael"
    r"|a) (?:o|e|hyn|hwn|hynny)"
    r"[^.!?]{0,10}\b(?:gyda|efo|hefo|i) (?:ni|fi)\b|\bholi'r tîm\b|\bedrych (?:i mewn|mewn) i\b",
    # Polish
    r"\b(?:prosimy|proszę|prosze|można|mozna|zadzwoń\w*|zadzwon\w*)\b[^.!?]{0,50}\b(?:101|dm|wiadomo\w+|prywatn\w+"
    r"|zadzwoni\w+|dzwoni\w+|kontakt\w*|zgłosi\w+|zglosi\w+|formularz\w*|stron\w+)\b",
    r"\b(?:napisz\w*|wyśl\w*|wysl\w*|przesł\w*)\b[^.!?]{0,30}\b(?:wiadomo\w+|prywat\w+|priv|dm)\b"
    r"|\bzadzwoń\w* (?:na|pod)\b",
    r"\b(?:przekaż\w+|przekaz\w+|sprawdz\w+|zapytam\w*|dowiem\w*|wrócimy|wrocimy|odezw\w+|zajmiemy|zobaczymy"
    r"|damy znać|dam znać|damy znac|dam znac)\b",
)  # fmt: skip
_COURTS = (
    r"^(?:hi|hello|hiya|hey|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening|helo|shwmae"
    r"|s['’]?mae|bore da"
    r"|prynhawn da|noswaith dda|annwyl|cześć|czesc|dzień dobry|dzien dobry|witam\w*|witaj"
    r"|szanown\w+)\b(?:\W+[\w'’-]+){0,4}$",
    r"\b(?:thank(?:s| ?you)?|thx|cheers|appreciat\w+|grateful|diolch\w*|dziękuj\w+|dziekuj\w+|dzięki)\b",
    r"\b(?:sorry|apolog\w+|regret|ymddiheur\w+|mae'n ddrwg|sori|przepraszam\w*|przykro)\b",
    r"\b(?:you['’]?re|your|very|most) welcome\b|\bno problem\b|\bno worries\b|\bcroeso\b|\bnie ma (?:za co"
    r"|problemu)\b",
    r"\b(?:glad|pleased|happy|delighted|great|good|lovely) (?:to (?:hear|help|see|read)|news)\b",
    r"\b(?:take care|have a (?:good|great|nice|lovely)|stay safe|well done|all the best|kind regards|regards"
    r"|best wishes"
    r"|hope (?:this|that|it) helps?|hope you|cymerwch ofal|pozdraw\w+)\b",
    r"\b(?:we|i|completely|totally|fully) (?:do |can )?(?:understand|hear you|share your|get) ?\b"
    r"|\bunderstand (?:your|how|the|that)\b"
    r"|\brozumiem\w*\b|\bdeall\b",
    r"\bthat (?:sounds|must|could be|would be|is|['’]s) (?:\w+ ){0,2}(?:frightening|awful|worrying|upsetting"
    r"|useful|helpful|kind"
    r"|frustrating|hard|scary|difficult|lovely|great|not the|not good|really \w+)\b",
    r"\bnot (?:the|what|an) (?:experience|standard|service|what)\b|\b(?:good|great|fair|interesting|valid"
    r"|brilliant|excellent|lovely|fantastic)"
    r" (?:question|point|idea|suggestion|thought|spot)\b|\bhappy (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\bthanks for (?:following|sharing)\b|\bsyniad (?:da|gwych)\b"
    r"|\b(?:great|good|lovely|brilliant) (?:to (?:hear|see)|that) you\b",
)  # fmt: skip
_SURE = (
    r"\bquoting\b[^.!?]{0,30}\d|\b(?:ref(?:erence)?|log|incident|crime)(?: (?:number|no\.?))?\W{0,3}\d"
    r"|\b\d+[*/]\d{4,}",
    r"\b(?:officers?|units?|patrols?|pcsos?|someone|car|crew|team|we)\b (?:\w+ )?(?:(?:are|is|were|was|have"
    r"|has|['’]re|['’]ve) )"
    r"(?:\w+ )?(?:on (?:the|their|its) way|sent|sending|en ?route|attend\w*|going|visit\w*|being sent|there"
    r"|at the scene"
    r"|arrested|seized|found|patroll\w+|been (?:out|to)|dispatched|deployed)\b",
    r"^\W*(?:we|they|it|she|he|there|that|you|this) (?:do|does|did|is|are|was|were|will|can|could|would|has|have|had)"
    r"(?:n['’]?t| not)?(?: [A-Z]\w+)?\W*$|\b0\d(?:[ -]?\d){7,9}\b",
    r"\b(?:sending|sent|send) (?:a |an |the |out )?(?:unit|officer|patrol|car|crew)s?\b|\bofficer to (?:visit"
    r"|attend|come|call round)\b",
    r"^(?:\W*(?:hi|hello|helo)\b\W*(?:[\w'’-]+\W+){0,3})?(?:yes|yeah|yep|no|nope|oes|yd[iy]n?|od[iy]n?|do"
    r"|naddo|bydd(?=\s*(?:[,.!]|$))|na|nac oes|ie|tak|nie)\b"
    r"(?!\W*(?:problem|worries|no problem|of course|thanks|certainly|absolutely$|we(?:['’]ll| will| can"
    r"| are)? (?:look|pass|ask|check|note)|ma problemu|(?:further |more |new |other )?(?:updates?|news"
    r"|information)))",
    r"\bmae (?:\w+ )?(?:swyddog\w*|heddlu|uned|patrôl|patrol)\b[^.!?]{0,30}\b(?:ar (?:y|ei|eu) ffordd|yn mynd|yno)\b",
    r"\b(?:patrol|funkcjonariusz\w*|policjan\w+)\b[^.!?]{0,20}\b(?:jedzie|jadą|w drodze|już|wysłan\w+|został\w*)\b",
)  # fmt: skip
CALLED = re.compile(
    r"^(?!(?i:yes|no|nope|yeah|tak|nie|bydd|oes|nac|yd[iy]n?|odyn|odi|do|naddo|oedd|free|none"
    r"|both)\b)(?:[A-Z][\w'’-]+\s?){1,3}\s*(?:[,:–—]| - )\s*"
)
HOLD = re.compile("|".join(_HOLDS), _I)
COURTESY = re.compile("|".join(_COURTS), _I)
SURE = re.compile("|".join(_SURE), _I)
WORD = re.compile(r"[^\W\d_]{2,}|\d+(?:[.:]\d+)?(?:am|pm)?", _I)
NUMERAL = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|noon|midnight|dau|tri|chwech|saith|wyth|naw"
    r"|deg)\b",
    _I,
)
TIME = re.compile(r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b\d{1,2}[.:]\d\d\b|£ ?\d", _I)
_LITTLE = """
a an the and or of to in on at for from by with is are was were be been it its this that these those there here we
you your our us i me my he she they them his her their as so if do does did have has had will would can could may
please just also now then than too very really not all any some what which who when where how hi hello team page
police officer officers local neighbourhood x xx message get let know about up out more info information details yn
y yr ac o ar am eich ein chi ni mae os mi fe hyn hynny helo yw na ei'n i'r o'r w z jest że się nie po za od dla czy
jak
"""
EMPTY = frozenset(_LITTLE.split())
