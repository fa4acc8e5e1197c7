//! Every name of a column, by which a heading is recognised.
//!
//! The first test goes through `data/columns.csv` and holds each name in the forms in which people write it. The second
//! is a list of its own, of headings that programs and people are known to write, so that none of them is lost from the
//! table or moved to another field.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

use std::path::PathBuf;
use std::sync::Arc;

use cepa::bom::{Columns, Context, Field, Profile, Recognised, Sign, recognise};
use cepa::diag::Problems;
use cepa::input::Row;
use cepa::value::Position;

/// Each alias of the table: the context, the field, the rank, the name.
fn aliases() -> Vec<(Context, Field, u8, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/columns.csv");
    let table = std::fs::read_to_string(path).expect("the table of aliases");
    let mut found = Vec::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        let context = Context::from_word(cells[0]).expect("a context");
        let field = Field::from_word(cells[1]).expect("a field");
        found.extend(cells[3].split('|').map(|name| (context, field, cells[2].parse().expect("a rank"), name.to_owned())));
    }
    found
}

fn wide(name: &str) -> String {
    let widened = |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).expect("a wide letter") } else { c };
    name.chars().map(widened).collect()
}

/// The field and rank that a heading is recognised as, and the currency in it.
fn said(context: Context, heading: &str) -> Option<(Field, u8, Option<String>)> {
    match recognise(context, heading) {
        Recognised::Field(found) => {
            let currency = found.sign.map(|sign| if let Sign::Names(currency) = sign { currency.to_string() } else { sign.shown() });
            Some((found.field, found.rank, currency))
        }
        _ => None,
    }
}

#[test]
fn every_alias_is_recognised_as_people_write_it() {
    for (context, field, rank, name) in aliases() {
        for form in [name.clone(), name.to_uppercase(), wide(&name), format!("*{name}"), format!(" {name} "), format!("\u{feff}{name}")] {
            assert_eq!(said(context, &form), Some((field, rank, None)), "{context:?}: {form}");
        }
    }
}

#[test]
fn every_name_of_money_may_carry_its_currency() {
    for (context, field, rank, name) in aliases().into_iter().filter(|(_, field, ..)| field.is_money()) {
        let forms = [
            (format!("{name}(RMB)"), "CNY"),
            (format!("{name} (USD)"), "USD"),
            (format!("{name}HK$"), "HKD"),
            (format!("{name} HK$"), "HKD"),
            (format!("{name}（港幣）"), "HKD"),
            (format!("{name}\n(EUR)"), "EUR"),
        ];
        for (form, currency) in forms {
            assert_eq!(said(context, &form), Some((field, rank, Some(currency.to_owned()))), "{context:?}: {form}");
        }
        assert_eq!(said(context, &format!("{name} ($)")), Some((field, rank, None)), "{context:?}: {name} ($)");
    }
}

/// Headings of a bill of materials that are known from programs and people, by the field that they must be.
const MET: &[(&str, &str)] = &[
    ("good_id", "product|product id|product code|product no|finished good|FG|FG code|SKU|style no"),
    ("good_id", "成品編號|成品料號|產品編號|產品料號|產品代號|款號|成品物料|成品编码|产品编码|产品代码|产品货号"),
    // What a row is a part of is a good where it is no part itself: one field for both.
    ("parent", "parent|parent code|parent item|assembly|assembly item|assembly_item_number|fmaterialid|parent_code"),
    ("parent", "主件品號|主件編號|父件編號|母件編號|父项物料编码|父项编码|父件编码|母件编码"),
    ("good_description", "product name|product description|parent name|成品名稱|產品名稱|貨品名稱|主件品名"),
    ("good_description", "父项物料名称|父项名称|产品名称|成品名称"),
    ("good_hs", "product hs|fg hs code|finished hs|tariff code of product|成品稅號|產品HS編碼|成品海關編碼"),
    ("good_hs", "产品HS编码|产品HS 编码|成品税号|成品商品编码"),
    ("level", "level|lv|lvl|layer|bom level|explosion level|indent|stufe|dstuf|階次|階層|層級|層次|BOM階"),
    ("level", "BOM层级|层级|层次|阶次|级次"),
    ("line", "item|item no|item number|line|line no|seq|item sequence|no|no#|posnr|序號|項次|項目|序号|项次|行号|子项明细(序号)"),
    ("part", "component|component number|component no|component code|component item|part no|part number|p/n|pn|item code|material no"),
    ("part", "child code|child_code|material code|idnrk|komponentennummer|matid|component_item_number|fmaterialidchild"),
    ("part", "元件品號|元件編號|料號|物料編號|物項編號|材料編號|零件編號|子件編號|原料編號|品號"),
    ("part", "子项物料编码|子件编码|组件物料|组件|物料编码|物料编号|物料代码|存货编码|物品编码|料号|零件编号"),
    (
        "description",
        "description|desc|object description|component name|item description|part name|material description|objektkurztext|ojtxp",
    ),
    ("description", "品名|元件品名|物料名稱|物料描述|物項名稱|材料名稱|原料名稱|原輔料、零部件名稱"),
    ("description", "子项物料名称|子件名称|物料名称|存货名称|原辅料、零部件名称|材料名称|对象描述"),
    ("spec", "spec|specification|model|grade|規格|規格型號|型號規格|规格|规格型号|子项规格型号|存货规格"),
    ("hs_code", "hs|hs code|hs no|hts|hts code|tariff code|tariff no|tariff item|commodity code|classification|hkhs"),
    ("hs_code", "海關編碼|商品編碼|稅號|稅則號列|HS編碼|HS編碼(10位)|香港協調制度編號"),
    ("hs_code", "HS编码|商品编码|商品编号|税号|税则号列|海关编码"),
    ("quantity", "qty|quantity|usage|component qty|component quantity|comp. qty (cun)|comp qty (bun)|qty per|qty per unit|consumption"),
    ("quantity", "komponentenmenge|menge|component_quantity|用量|單位用量|標準用量|數量|單位產品用料"),
    ("quantity", "标准用量|单位用量|使用数量|数量|单位产品用料|组件数量|实际数量"),
    // These are divided by a base: alone they are the quantity, since a base that is not there divides nothing.
    ("quantity_numerator", "numerator|組成用量|用量:分子|基本用量|fnumerator"),
    ("quantity_denominator", "denominator|base quantity|底數|標準批量|用量:分母|基础数量|fdenominator"),
    ("uom", "unit|uom|un|component unit|component uom|base unit of measure|meins|單位|計量單位|採購單位|原料計算單位"),
    ("uom", "单位|子项单位|计量单位|基本单位|原料计算单位|fchildunitid"),
    ("scrap", "scrap|scrap %|component scrap|waste|loss|wastage|ausch|損耗率|損耗%|损耗率|损耗率(%)|变动损耗率%|子件损耗率|fscraprate"),
    ("yield", "yield"),
    ("scrap_fixed", "fixed scrap|固定損耗|固定损耗|ffixscrapqtylot"),
    ("unit_cost", "unit price|unit cost|price|cost per unit|last cost|standard cost|std cost"),
    ("unit_cost", "單價|材料單價|採購單價|采購單價|標準成本|原料單價|单价|采购单价|优选采购单价|原料单价|材料单价|标准成本"),
    ("unit_cost_taxed", "含税单价|含稅單價"),
    ("price_unit", "price unit|price per|peinh|計價數量|价格单位"),
    // Beside a price it counts the units of the price, beside FOB the pieces of the good.
    ("per", "per"),
    ("amount", "amount|value|ext cost|extended cost|line value|total cost|material cost|total|金額|材料成本|合計"),
    ("amount", "金额|采购金额|合计"),
    ("amount_taxed", "价税合计|價稅合計"),
    ("tax_rate", "税率%|稅率"),
    ("currency", "currency|curr|ccy|幣別|幣種|貨幣單位|币别|币种|货币|货币单位|幣種 (HKD)"),
    ("fx_rate", "fx|exchange rate|rate|匯率|汇率"),
    ("origin", "country of origin|origin|coo|country|made in|source country|origin country"),
    ("origin", "原產地|原產國|產地|來源地|製造國|原产地|原产国|原产国(地区)|产地"),
    ("status", "originating|originating?|is originating|origin status|non-originating|原產 / 非原產|是否原產|原產資格"),
    ("status", "原产 / 非原产|是否原产|原产资格"),
    ("proof", "declaration no|supplier declaration|certificate no|co no|proof of origin|ltsd"),
    ("proof", "原產地證書號碼|供應商聲明|產地來源證號碼|原产地证书号|供应商声明|原产地声明编号"),
    // Beside a first day these end the row and no proof: see below.
    ("proof_valid_to", "valid to|expiry|expiry date|有效期至|到期日|失效日期"),
    ("valid_from", "valid from|effective from|生效日期"),
    ("valid_to", "effective to"),
    ("supplier", "supplier|vendor|last buy vendor|lieferant|供應商|廠商|供方|供方簡稱|供应商|优选供应商|供应商名称"),
    ("procurement", "item type|procurement type|make/buy|item category|material type|positionstyp|phantom item|bulk material"),
    ("procurement", "屬性|品號屬性|物料属性|子项类型|物料类型|供应类型|虚拟件"),
    ("cost_category", "cost type|cost element|category|成本項目|費用類別|成本项目名称|成本项目|费用类别"),
    ("operations", "operation|process|routing step|工序|加工工序|製程|生产工序|工艺"),
    ("fob", "fob|fob value|fob price|離岸價|離岸價格|FOB值|FOB價|离岸价|FOB价|单位产品FOB"),
    ("ex_works", "exw|ex-works|ex-factory price|出廠價|產品出廠價|出厂价|单位产品出厂价"),
    ("alt_group", "alt|alternative|alternative group|替代群組|取替代件|替代方式|替代组"),
    ("site", "plant|werks|organisation|factory|廠別|工廠|生产工厂|工厂|成本中心名称"),
    ("level", "*(单据头)BOM层级"),
    ("part", "*(子项明细)子项物料编码#编码"),
    ("parent", "*(单据头)父项物料编码#编码"),
    ("description", "(子项明细)子项物料编码#名称"),
    ("uom", "*(子项明细)子项单位#编码"),
    ("scrap", "(子项明细)变动损耗率%"),
    ("unit_cost", "单价(RMB)|unit cost (USD)|單價 Unit Price (HK$)|单价(元/个)|Unit Price/pc"),
    ("amount", "采购金额RMB|Extended Price USD|金額/Amount"),
    ("line", "NO#"),
    ("quantity", "# req in assy|使用量"),
    ("part", "Manufacturer Part|Supplier Part|料號(P/N)|Part No./料號"),
];

/// Headings beside a bill of materials.
const BESIDE: &[(&str, &str)] = &[
    ("good_id", "material|product|產品編號|成品料號|Product No."),
    ("good_description", "品名|product name|产品名称"),
    ("good_currency", "currency|幣別|币种"),
    ("fob", "FOB|单位产品FOB|離岸價"),
    ("ex_works", "产品出厂价"),
];

/// What must not be taken for a known heading, because its other words change what it says.
const UNKNOWN: &[&str] = &[
    "Unit price of last year",
    "Unit Price / 1000 pcs",
    "Price per dozen / dozen",
    "单价/含税",
    "单价(千个)",
    "HS code of the mould",
    "Country of the buyer",
    "Previous 单价",
    "Price (incl. freight)",
    "模块",
    "价格",
    "最低购买量",
    "MOQ",
    "材料单价来源",
    "本期完工金额",
    // A version of the whole list, which says nothing of single rows.
    "BOM版本",
];

fn hold(context: Context, list: &[(&str, &str)]) {
    for (field, headings) in list {
        for heading in headings.split('|') {
            let found = said(context, heading).map(|(field, ..)| field.word());
            assert_eq!(found, Some(*field), "{context:?}: {heading}");
        }
    }
}

#[test]
fn headings_that_are_met_are_known() {
    hold(Context::Materials, MET);
    hold(Context::Block, BESIDE);
    for heading in UNKNOWN {
        assert_eq!(said(Context::Materials, heading), None, "{heading}");
    }
}

/// The field of each heading of a row.
fn together(headings: &[&str]) -> Vec<Option<&'static str>> {
    let at = Position::file(Arc::from("t.csv")).at_line(1);
    let row = Row::new(at, headings.iter().map(|heading| (*heading).to_owned()).collect());
    let mut problems = Problems::default();
    let columns = Columns::recognise(&[row], Context::Materials, &Profile::default(), &mut problems);
    columns.seen.iter().map(|seen| seen.field.map(Field::word)).collect()
}

#[test]
fn some_names_depend_on_their_neighbours() {
    let fields = |words: &[&'static str]| words.iter().map(|word| Some(*word)).collect::<Vec<_>>();
    assert_eq!(together(&["料號", "單價", "per"]), fields(&["part", "unit_cost", "price_unit"]));
    assert_eq!(together(&["料號", "FOB", "per"]), fields(&["part", "fob", "per"]));
    assert_eq!(together(&["品名", "原產"]), fields(&["description", "status"]));
    assert_eq!(together(&["品名", "原產", "非原產"]), fields(&["description", "originating_amount", "non_originating_amount"]));
    assert_eq!(together(&["料号", "生效日期", "失效日期"]), fields(&["part", "valid_from", "valid_to"]));
    assert_eq!(together(&["料号", "原产地证书号", "失效日期"]), fields(&["part", "proof", "proof_valid_to"]));
    assert_eq!(together(&["Level", "Explosion level"]), fields(&["level", "level"]));
}
