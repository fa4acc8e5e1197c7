//! What a column may hold.

/// The kind of table that a heading belongs to; an alias is unique within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    /// A bill of materials.
    Materials,
    /// A table of goods.
    Goods,
    /// Labels beside a bill of materials: above it, or under it.
    Block,
    /// A table of exchange rates.
    Rates,
}

impl Context {
    /// The context of a word in `data/columns.csv`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "materials" => Some(Self::Materials),
            "goods" => Some(Self::Goods),
            "block" => Some(Self::Block),
            "rates" => Some(Self::Rates),
            _ => None,
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $name,)* }

        impl Field {
            /// Every field, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The field's own name, as `docs/bom-format.md` has it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The field of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().find(|field| field.word() == word).copied()
            }
        }
    };
}

fields! {
    /// The good that a row belongs to.
    GoodId = "good_id",
    /// The user's own line number.
    Line = "line",
    /// Part number of a material.
    Part = "part",
    /// Description of a material.
    Description = "description",
    /// HS code of a material.
    HsCode = "hs_code",
    /// Country of origin of a material.
    Origin = "origin",
    /// Whether a material is declared originating.
    Status = "status",
    /// How much of a material.
    Quantity = "quantity",
    /// The upper part of a quantity in two columns.
    Numerator = "quantity_numerator",
    /// The lower part of a quantity in two columns: a batch, a base quantity.
    Denominator = "quantity_denominator",
    /// The share that is lost on the way into the good.
    Loss = "scrap",
    /// The share that comes out of what goes in.
    Yield = "yield",
    /// What is lost for each lot, whatever its size.
    FixedLoss = "scrap_fixed",
    /// Cost of one unit.
    UnitCost = "unit_cost",
    /// How many units the unit cost is for.
    PriceUnit = "price_unit",
    /// Cost of one unit, tax included.
    UnitCostTaxed = "unit_cost_taxed",
    /// Cost of the line.
    Amount = "amount",
    /// Cost of the line, tax included.
    AmountTaxed = "amount_taxed",
    /// The rate of the tax that is included.
    TaxRate = "tax_rate",
    /// Cost of the line, in the column for what originates.
    OriginatingAmount = "originating_amount",
    /// Cost of the line, in the column for what does not originate.
    NonOriginatingAmount = "non_originating_amount",
    /// Currency of the line.
    Currency = "currency",
    /// Proof of the material's origin.
    Proof = "proof",
    /// Last day on which the proof is good.
    ProofValidTo = "proof_valid_to",
    /// Level in an exploded bill of materials.
    Level = "level",
    /// The assembly, or the good, that the row is a part of.
    Parent = "parent",
    /// Whether a part is bought, made, or made elsewhere.
    Procurement = "procurement",
    /// What kind of cost a row is.
    CostCategory = "cost_category",
    /// Rows of one group stand in for each other.
    AltGroup = "alt_group",
    /// First day on which a row holds.
    ValidFrom = "valid_from",
    /// Last day on which a row holds.
    ValidTo = "valid_to",
    /// How many pieces the rows cover.
    BomPer = "bom_per",
    /// Material or transport packing.
    Kind = "kind",
    /// HS code of the good.
    GoodHs = "good_hs",
    /// Description of the good.
    GoodDescription = "good_description",
    /// FOB value of the good.
    Fob = "fob",
    /// Currency of FOB, labour and development.
    GoodCurrency = "good_currency",
    /// How many pieces FOB, labour and development cover.
    Per = "per",
    /// Labour cost.
    Labour = "labour",
    /// Product development cost.
    Development = "development",
    /// Operations carried out.
    Operations = "operations",
    /// Facts declared.
    Facts = "facts",
    /// The rule typed by the user.
    Rule = "rule",
    /// The day judged.
    On = "on",
    /// Model, grade or size: understood, and nothing depends on it.
    Spec = "spec",
    /// Unit of measure: understood, and nothing depends on it.
    Uom = "uom",
    /// Supplier: understood, and nothing depends on it.
    Supplier = "supplier",
    /// Plant: understood, and nothing depends on it.
    Site = "site",
    /// Ex-works price: understood, and nothing depends on it.
    ExWorks = "ex_works",
    /// A rate beside a row: rates come from a table of rates.
    FxRate = "fx_rate",
    /// An exchange rate.
    Rate = "rate",
    /// The day of a rate.
    RateDate = "rate_date",
    /// Where a rate was found.
    RateSource = "rate_source",
}

impl Field {
    /// Whether a column of this field holds amounts of money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Self::UnitCost
                | Self::UnitCostTaxed
                | Self::Amount
                | Self::AmountTaxed
                | Self::OriginatingAmount
                | Self::NonOriginatingAmount
                | Self::Fob
                | Self::Labour
                | Self::Development
        )
    }

    /// Whether a column of this field holds shares of a hundred.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(self, Self::Loss | Self::Yield | Self::TaxRate)
    }

    /// Whether a column of this field holds numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        self.is_money()
            || self.is_share()
            || matches!(
                self,
                Self::Quantity
                    | Self::Numerator
                    | Self::Denominator
                    | Self::FixedLoss
                    | Self::PriceUnit
                    | Self::Per
                    | Self::BomPer
                    | Self::Rate
            )
    }

    /// Whether the field is understood and nothing depends on it.
    #[must_use]
    pub const fn is_idle(self) -> bool {
        matches!(self, Self::Spec | Self::Uom | Self::Supplier | Self::Site | Self::ExWorks | Self::FxRate)
    }
}
