//! The table of stable codes. A code is never used again for something else.

use std::fmt;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Rejects the good, the file or the command: exit code 2.
    Error,
    /// Used all the same, and worth a look.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// `error`, `warning`, `note`: also the identifiers of the messages that name them.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $severity:ident,)*) => {
        /// What is wrong, as a stable code: F files, B bills of materials and goods, C the
        /// configuration, L law data, P a published product list, U usage, R the revision of a rule,
        /// T runs over many files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is written, `B014`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How much it weighs.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A file or folder cannot be opened: it is not there, or not readable.
    CannotOpen = "F001" Error,
    /// Reading stopped in the middle.
    CannotRead = "F002" Error,
    /// The file holds nothing.
    EmptyFile = "F003" Error,
    /// Bytes that the file's encoding does not have.
    NotUtf8 = "F004" Error,
    /// A folder without a CSV file.
    EmptyFolder = "F005" Error,
    /// The output cannot be written.
    CannotWrite = "F006" Error,
    /// The same file given twice: read once.
    GivenTwice = "F007" Note,
    /// In which encoding a text was read, where it is not UTF-8.
    EncodingSaid = "F008" Note,
    /// The encoding of a text cannot be told.
    EncodingOpen = "F009" Error,
    /// Zero bytes where no text has them.
    NotText = "F010" Error,
    /// Several sheets of a workbook hold a table.
    SheetOpen = "F011" Error,
    /// A workbook has no sheet of this name.
    NoSuchSheet = "F012" Error,
    /// A workbook that is damaged or locked.
    Workbook = "F013" Error,
    /// A workbook that is larger, once it is unpacked, than a workbook can be.
    WorkbookTooLarge = "F014" Error,
    /// What parts the cells of a text, where it is not a comma.
    SeparatorSaid = "F015" Note,
    /// Which sheet of a workbook was read.
    SheetSaid = "F016" Note,

    /// The first row names no column that is known.
    NoHeader = "B001" Error,
    /// A column is missing without which the rows mean nothing.
    MissingColumn = "B002" Error,
    /// A heading that is not known: its column is not used.
    UnknownColumn = "B003" Note,
    /// Two columns for one field.
    ColumnTwice = "B004" Error,
    /// A row has fewer cells than the header.
    TooFewCells = "B005" Error,
    /// A row has more cells than the header.
    TooManyCells = "B006" Error,
    /// A row has neither a part nor a description.
    NamelessRow = "B007" Error,
    /// Not a number.
    NotANumber = "B008" Error,
    /// `1,234`: a thousand and more, or one and a fraction.
    AmbiguousNumber = "B009" Error,
    /// More digits than are computed with exactly.
    NumberTooLong = "B010" Error,
    /// A value below nothing.
    Negative = "B011" Error,
    /// FOB, a piece count or a rate must be above nothing.
    NotPositive = "B012" Error,
    /// The materials are worth more than the good.
    MaterialsAboveFob = "B013" Warning,
    /// A code with other characters than digits, dots and spaces.
    HsLetters = "B014" Error,
    /// A code with a wrong number of digits.
    HsLength = "B015" Error,
    /// A code that a spreadsheet turned into a number: `8.54E+09`.
    HsScientific = "B016" Error,
    /// A leading zero was put back.
    HsZeroRestored = "B017" Warning,
    /// Not a country or territory.
    UnknownCountry = "B018" Error,
    /// Not a currency.
    UnknownCurrency = "B019" Error,
    /// A currency for which no rate is given.
    NoRate = "B020" Error,
    /// Some amounts name a currency, others do not, and there is no default.
    MixedCurrencies = "B021" Error,
    /// Not a day of the calendar.
    NotADate = "B022" Error,
    /// Not a word for an origin status.
    UnknownStatus = "B023" Error,
    /// A good without materials that is not declared wholly obtained.
    NoMaterials = "B024" Error,
    /// A good stands twice in the goods table.
    DuplicateGood = "B025" Error,
    /// Rows of one good in two files.
    GoodInTwoFiles = "B026" Error,
    /// Two sources give different values for one fact of the good.
    Conflict = "B027" Error,
    /// Declared originating, but from a third country.
    ThirdCountryOriginating = "B028" Error,
    /// Some rows name their good and others do not.
    BlankGood = "B029" Error,
    /// Quantity times unit cost is not the amount.
    AmountDiffers = "B030" Error,
    /// The value of a material is not stated.
    BlankValue = "B031" Warning,
    /// The HS code of a material is not stated.
    BlankHs = "B032" Warning,
    /// The origin of a material is not stated.
    BlankOrigin = "B033" Warning,
    /// An operation that is not in the vocabulary.
    UnknownOperation = "B034" Warning,
    /// An operation at a place that is not `HK`, `CN` or `other`.
    UnknownPlace = "B035" Error,
    /// A fact that is not in the vocabulary.
    UnknownFact = "B036" Error,
    /// A fact or an operation declared both so and not so.
    FactTwice = "B037" Error,
    /// A rule that does not parse.
    RuleSyntax = "B038" Error,
    /// `general` for a code that the product list holds.
    GeneralButListed = "B039" Error,
    /// The rule typed is not the rule that is loaded.
    RuleDiffers = "B040" Warning,
    /// Figures with too many digits to be computed exactly.
    GoodTooLong = "B041" Error,
    /// A product of a row with too many digits to be exact.
    RowTooLong = "B042" Error,
    /// A good of the bill of materials that the goods table does not name.
    GoodNotInTable = "B043" Note,
    /// More problems than are shown.
    MoreProblems = "B044" Note,
    /// An assembly row is left out: its parts are counted.
    AssemblyLeftOut = "B045" Note,
    /// Declared originating without a country: taken as Hong Kong's.
    SideAssumed = "B046" Warning,
    /// Not a level of a bill of materials.
    NotALevel = "B047" Error,
    /// Not a kind of row.
    UnknownKind = "B048" Error,
    /// A typed rule names an operation or fact that is not in the vocabulary.
    RuleNamesUnknown = "B049" Error,
    /// A currency stands twice in the rates for one day.
    RateTwice = "B050" Error,
    /// A row without any text.
    BlankRow = "B051" Note,
    /// A header and no row under it.
    NoRows = "B052" Warning,
    /// A row of the goods table that names no good.
    BlankGoodInTable = "B053" Error,
    /// A heading between rows.
    SectionRow = "B054" Warning,
    /// A sign before a number names another currency than the row, or one where none belongs.
    CurrencySign = "B055" Error,
    /// A quote that is never closed: the rows after it would be lost in one cell.
    UnclosedQuote = "B056" Error,
    /// Text after the quote that closes a cell: rows may have been lost in it.
    TextAfterQuote = "B057" Error,
    /// A cell over several lines that holds as many commas as a row.
    RowInCell = "B058" Error,
    /// A column without a heading whose cells are filled.
    NamelessColumn = "B059" Warning,
    /// A cell that must not be blank.
    BlankCell = "B060" Error,
    /// A short row with a single filled cell that does not look like a heading.
    LoneCell = "B061" Warning,
    /// A sign of a currency that can stand for several, and nothing says which.
    OpenSign = "B070" Error,
    /// A share that can be a fraction or a percentage.
    OpenShare = "B071" Error,
    /// An HS code with an odd number of digits between its dots: a zero was lost.
    HsOddGroup = "B072" Error,
    /// Several HS codes in one cell.
    HsSeveral = "B073" Error,
    /// A code that no edition of the HS has.
    HsOfNoEdition = "B074" Warning,
    /// A code of HS 2017 that HS 2022 does not have.
    HsOfOlderEdition = "B075" Warning,
    /// A cell that names several countries.
    CountriesDiffer = "B076" Error,
    /// A word that names no country, because it depends on who says it.
    RelativeOrigin = "B077" Warning,
    /// A number written with the decimal mark that its column does not have.
    OtherMark = "B078" Error,
    /// A column that could hold a field, beside a better one.
    ColumnDemoted = "B080" Note,
    /// The parts of a heading name different fields.
    HeadingOpen = "B081" Error,
    /// A row above the headings.
    TitleRow = "B082" Note,
    /// The headings once more, as on a new page.
    HeaderRepeated = "B083" Note,
    /// A row that adds up others.
    TotalRow = "B084" Note,
    /// A row that shows how to fill in a table.
    ExampleRow = "B085" Warning,
    /// A remark between the rows.
    RemarkRow = "B086" Note,
    /// A value that stands in a cell merged over several rows.
    MergedValue = "B087" Warning,
    /// Quantities under an assembly: for one assembly, or for the good?
    LevelQuantity = "B088" Error,
    /// A row that stands deeper than any row above it leads to.
    OrphanRow = "B089" Error,
    /// An assembly that is a part of itself.
    Cycle = "B090" Error,
    /// A part of an assembly that is bought whole.
    PartOfBought = "B091" Note,
    /// A part that is made in-house, without its own parts.
    MadeWithoutParts = "B092" Warning,
    /// A price that includes a tax, without its rate.
    TaxIncluded = "B093" Error,
    /// A loss for each lot, which no quantity of a piece shows.
    FixedLoss = "B094" Warning,
    /// A fact of the good beside the table.
    FactBeside = "B095" Note,
    /// A row for a cost that is no material.
    CostRow = "B096" Warning,
    /// A row that the user has left out.
    LeftOut = "B097" Note,
    /// A blank parent, read as the one above.
    ParentContinued = "B098" Note,
    /// A heading with a currency sign that two currencies share.
    HeadingCurrency = "B100" Error,
    /// A column that bears on a row and is not applied.
    NotApplied = "B101" Warning,
    /// An assembly without its quantity.
    AssemblyQuantity = "B102" Warning,
    /// The row of the good itself is for more than one piece.
    RootQuantity = "B103" Warning,
    /// Levels that go up by one on every row: they count the rows.
    LevelsCount = "B104" Error,

    /// The configuration cannot be read.
    ConfigSyntax = "C001" Error,
    /// A confirmation of a point that does not exist.
    UnknownPoint = "C002" Error,
    /// A confirmation lacks who, when or on what source.
    ConfirmationIncomplete = "C003" Error,
    /// A confirmation with a value that the point cannot have.
    ConfirmationValue = "C004" Error,
    /// A point that no confirmation can settle.
    PointNotConfirmable = "C005" Error,
    /// The same point confirmed twice.
    ConfirmedTwice = "C006" Error,
    /// A setting with a value that it cannot have.
    SettingValue = "C007" Error,

    /// A file of the law data is missing.
    LawFileMissing = "L001" Error,
    /// A file of the law data cannot be read.
    LawSyntax = "L002" Error,
    /// A citation of a source that is not listed.
    CiteUnresolved = "L003" Error,
    /// Days between two entries on which nothing is in force.
    LawGap = "L004" Error,
    /// Two entries in force on one day.
    LawOverlap = "L005" Error,
    /// A rule of the list that does not parse.
    LawRuleSyntax = "L006" Error,
    /// A rule of the list that is not in its canonical spelling.
    LawRuleSpelling = "L007" Error,
    /// An identifier used twice.
    LawIdTwice = "L008" Error,
    /// A cell or key with a value that it cannot have.
    LawValue = "L009" Error,
    /// A name or alias that stands for two things.
    LawNameTwice = "L010" Error,
    /// A rule of the list names an operation or fact that is not in the vocabulary.
    LawRuleNames = "L011" Error,

    /// No table of a product list is found.
    ListNoTable = "P001" Error,
    /// A PDF without text: a scanned one.
    ListScanned = "P002" Error,
    /// A file of the list that is damaged, cut off or locked.
    ListDamaged = "P003" Error,
    /// The cells of a printed list cannot be told apart.
    ListLayout = "P004" Error,
    /// A code cell of a workbook that holds a number: its zeros are lost.
    ListCodeNumber = "P005" Error,
    /// A code of an older edition in a list that is said to be of a newer one.
    ListEdition = "P006" Error,
    /// Two rows for one code.
    ListCodeTwice = "P007" Error,
    /// An amendment for a code that has no row.
    ListAmendsNothing = "P008" Error,
    /// The last row has no rule: the list is cut off.
    ListCutOff = "P009" Error,
    /// A list that is said to be whole and is not.
    ListNotWhole = "P010" Error,
    /// A row without a code.
    ListNoCode = "P011" Warning,
    /// A code cell that cannot be read.
    ListCode = "P012" Warning,
    /// A code that is in no edition.
    ListCodeUnknown = "P013" Warning,
    /// A row without a rule.
    ListNoRule = "P014" Warning,
    /// A serial number that is missing.
    ListSerialGap = "P015" Warning,
    /// A serial number that stands twice.
    ListSerialTwice = "P016" Warning,
    /// A line that is no part of the table as it is understood.
    ListLine = "P017" Warning,
    /// No row of this serial number or code.
    ListNoSuchRow = "P018" Error,
    /// Law data of this folder would be overwritten by something else.
    ListFolder = "P019" Error,
    /// A PDF cannot be read without poppler's pdftotext.
    ListNoReader = "P020" Error,

    /// Not a day, or not a moment with a zone.
    UsageDate = "U001" Error,
    /// A day before the present regime began.
    BeforeRegime = "U002" Error,
    /// Nothing is known under this code or name.
    NothingToExplain = "U003" Error,
    /// Not an HS code.
    UsageHs = "U004" Error,
    /// The files hold no good.
    NothingToJudge = "U005" Error,

    /// An application that stands twice.
    ApplicationTwice = "R001" Error,
    /// Not a year of the calendar of rounds.
    RoundYear = "R002" Error,
    /// Working days of a year whose general holidays are not listed.
    HolidaysEnd = "R003" Warning,
    /// Two proposed rows for one code.
    ProposalTwice = "R004" Error,
    /// A proposed row at a code that is longer than a subheading.
    ProposalCode = "R005" Error,
    /// `general` as the rule of a proposed row.
    ProposalGeneral = "R006" Error,
    /// The rule that a good names itself is set aside for a proposed one.
    OwnRuleSetAside = "R007" Note,
    /// A draft for a good that is not there.
    DraftNoSuchGood = "R008" Error,
    /// A draft for one of several goods, none of which is named.
    DraftWhichGood = "R009" Error,
    /// A draft for a good that originates.
    DraftNeedless = "R010" Warning,
    /// A draft that asks for the rule of today.
    DraftSameRule = "R011" Warning,
    /// A draft whose form the file's name does not say.
    DraftEnding = "R012" Error,
    /// A file changed while it was read.
    FileChanged = "T001" Error,
    /// A file was removed or replaced while it was read: it was read whole, and is no longer what is there.
    FileGone = "T002" Warning,
    /// A pattern that no file matches.
    NoMatch = "T003" Error,
    /// A report cannot be gone on from: it is of another run.
    ResumeOther = "T004" Error,
    /// A report of a form that cannot be gone on from.
    ResumeForm = "T005" Error,
    /// A report that holds no whole good to go on from.
    ResumeNothing = "T006" Note,
    /// A report or part without its closing line: it was cut off.
    CutOff = "T007" Error,
    /// A line that is none of the contract of its file.
    NotALine = "T008" Error,
    /// A part that was gathered under another law or by another version.
    PartOther = "T009" Error,
    /// A flag that belongs to `cepa merge`.
    PartFlag = "T010" Error,
    /// A piece of a table whose rows depend on those before them.
    PieceOfTree = "T011" Error,
    /// A piece that does not say where it stands.
    PieceForm = "T012" Error,
    /// A temporary file cannot be written.
    CannotKeep = "T013" Error,
    /// Rows that were let go would have to be taken back.
    TakenBack = "T014" Error,
    /// Goods cannot be let go one by one.
    NotStreamed = "T015" Error,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
