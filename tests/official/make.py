#!/usr/bin/env python3
"""Makes one list of generated rows in every form in which the official list may come.

    make.py rows OUT.csv LANG [SEED]  generated rows: serial, HS code, description, wording
    make.py files ROWS.csv DIR        list.pdf, .bbox.html, .layout.txt, .plain.txt, .xlsx, .html and .csv of them
    make.py all DIR [SEED]            both, for the three languages, in folders of DIR

The last two need weasyprint, poppler-utils, python3-openpyxl and a Chinese font (Debian's packages). Codes are real
codes of HS 2022, descriptions and rules are made up: they are no law.
"""
import csv
import html
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = 660
HEADS = {
    "en": ("Serial Number", "Harmonised System Code", "Product Description", "Rule of Origin"),
    "zh_hant": ("序號", "稅則號列", "貨品名稱", "原產地標準"),
    "zh_hans": ("序号", "税则号列", "货品名称", "原产地标准"),
}
NOTES = {
    "en": ["Annex 1 Product Specific Rules of Origin", "1. Waste and scrap, whether specified or not, are judged by the wholly obtained criterion.",
           "2. The principal processes of a row are carried out in one side. This paragraph is long enough to be broken over more than one line of the page."],
    "zh_hant": ["附件1 產品特定原產地規則", "一、廢碎料無論是否列明，均適用完全獲得標準。", "二、各條目所列主要製造工序須在一方進行。"],
    "zh_hans": ["附件1 产品特定原产地规则", "一、废碎料无论是否列明，均适用完全获得标准。", "二、各条目所列主要制造工序须在一方进行。"],
}
FORMS = {
    "en": [
        "Change to this from any other heading.", "Change to this from any other chapter.", "Change to this from any other subheading.",
        "Change to this from any other heading, except from heading 17.01 to heading 17.03, heading 18.06.",
        "Regional value content of 40% by the build-down method or 30% by the build-up method.",
        "Born and bred in one side.", "Obtained from live animals born and bred in one side.",
        "Manufactured from sugar; the principal processes are mixing, boiling and shaping.",
        "Manufactured from tea leaves. The principal processes are fermentation, rolling, drying and blending.",
        "(1) Change to this from any other heading; or (2) regional value content of 40% by the build-down method or 30% by the build-up method.",
        "Change to this from any other heading, and regional value content of 40% by the build-down method or 30% by the build-up method.",
        "Manufactured from yarn; the principal processes are weaving or knitting.",
        "(1) Manufactured from yarn; the principal processes are weaving or knitting; or (2) finishing of imported or locally produced grey cloth; the principal processes are (a) scouring; and (b) bleaching or mercerising; and (c) printing or dyeing (including optical bleaching); and (d) any one of the following processes: resin finishing, pre-shrinking, scraping.",
        "If it contains sugar, manufactured from sugar; the principal processes are mixing, boiling and shaping; if it does not contain sugar, change to this from any other heading.",
        "The principal processes are injection moulding and electroplating of 3 kinds.",
    ],
    "zh_hans": [
        "从其他品目改变至此。", "从其他章改变至此。", "从其他子目改变至此。", "从其他品目改变至此，但从品目17.01至品目17.03、品目18.06改变至此除外。",
        "区域价值成分按扣减法计算40%或按累加法计算30%", "区域价值成分按照扣减法计算40%或按累加法计算30%", "在一方出生并饲养。", "从在一方出生并饲养的活动物获得。",
        "从糖制造，主要制造工序为混合、煮沸及塑形。", "从茶叶加工。主要制作工序为发酵、揉捻、干燥、调和。",
        "(1)从其他品目改变至此；或(2)区域价值成分按照扣减法计算40%或按累加法计算30%", "从其他品目改变至此，且区域价值成分按扣减法计算40%或按累加法计算30%",
        "从纱线制造。主要制造工序为纺织或针织。",
        "(1)由纱线制造。主要制造工序为纺织或针织；或(2)整理进口或本地制造的坯布。主要制造工序为(a)煮炼；及(b)漂白或丝光处理；及(c)印花或染色(包括光白漂染)；及(d)以下任何一种工序：树脂整理，预缩，刮布，刷毛，上光，电光处理，织上云纹，压印永久浮雕花纹。",
        "从糖制造，主要制造工序为混合、煮沸及塑形，如制造工序中涉及加入香味，则加入香味亦须在一方进行；如不含糖，从其他品目改变至此",
        "从废旧材料制造，主要制造工序为分拣及粉碎。",
    ],
}
TRADITIONAL = str.maketrans("从变区价扣减计织纱线针产获动饲养沸发酵叶干燥调层须进行处理压树脂缩饰预云纹毛电丝炼进还为构与这则号货标准废旧个类开关经过乐适门节约极点亚农业历东两严临举义习书",
                            "從變區價扣減計織紗線針產獲動飼養沸發酵葉乾燥調層須進行處理壓樹脂縮飾預雲紋毛電絲煉進還為構與這則號貨標準廢舊個類開關經過樂適門節約極點亞農業歷東兩嚴臨舉義習書")
WORDS = {"en": "machines apparatus parts of steel plastics woven fabrics cotton fresh chilled frozen prepared other whether or not containing more than 85% by weight".split(),
         "zh_hans": "机器 装置 零件 塑料 棉制 机织物 鲜 冷 冻 其他 不论是否 含量 超过85% 按重量计 未列名 家用 工业用".split()}


def traditional(text):
    pairs = [("制造", "製造"), ("制作", "製作"), ("区域", "區域"), ("价值", "價值"), ("计算", "計算"), ("并", "並"), ("坯布", "坯布"), ("涉及", "涉及"), ("亦须", "亦須"), ("丝光", "絲光"), ("整理", "整理"), ("预缩", "預縮")]
    for one, other in pairs:
        text = text.replace(one, other)
    return text.translate(TRADITIONAL)


FORMS["zh_hant"] = [traditional(form) for form in FORMS["zh_hans"]]
WORDS["zh_hant"] = [traditional(word) for word in WORDS["zh_hans"]]


def codes():
    for line in (ROOT / "data/hs2022.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        heading, ends = line.split(": ")
        yield heading, [heading + end for end in ends.split()]


def rows(lang, seed):
    draw = random.Random(seed)
    picked = []
    for heading, subs in codes():
        if draw.random() < 0.35:
            picked.append(f"{heading[:2]}.{heading[2:]}")
        else:
            picked += [f"{code[:4]}.{code[4:]}" for code in subs if draw.random() < 0.25]
    picked = sorted(draw.sample(picked, COUNT + COUNT // 60), key=lambda code: code.replace(".", ""))
    for index in range(COUNT // 60):
        # A row for two codes, which wraps in its narrow column.
        picked[index * 59 : index * 59 + 2] = [", ".join(picked[index * 59 : index * 59 + 2])]
    gap = " " if lang == "en" else ""
    for serial, code in enumerate(picked, 1):
        if serial % 97 == 0 and "," not in code:
            code = "ex " + code
        words = WORDS[lang]
        description = gap.join(draw.choice(words) for _ in range(draw.choice([2, 4, 8, 40 if serial % 50 == 0 else 14])))
        yield str(serial), code, description, FORMS[lang][serial % len(FORMS[lang])]


def page(lang, table):
    head = "".join(f"<th>{text}</th>" for text in HEADS[lang])
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in NOTES[lang])
    style = ("@page{size:A4;margin:2cm;@bottom-center{content:'- ' counter(page) ' -';font-size:9pt}}body{font:10pt 'DejaVu Sans','WenQuanYi Zen Hei'}"
             "table{border-collapse:collapse;table-layout:fixed;width:100%}td,th{border:1px solid;padding:3pt 5.4pt;vertical-align:top;text-align:left;hyphens:none}"
             "th:nth-child(1){width:12%}th:nth-child(2){width:18%}th:nth-child(3){width:30%}")
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8><style>{style}</style></head><body>{notes}"
            f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></body></html>\n")


def files(source, folder):
    with open(source, encoding="utf-8", newline="") as stream:
        head, *table = list(csv.reader(stream))
    lang = next(lang for lang, heads in HEADS.items() if heads[0] == head[0])
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "list.csv").write_bytes(pathlib.Path(source).read_bytes())
    (out / "list.html").write_text(page(lang, table), encoding="utf-8")
    subprocess.run(["weasyprint", "-q", out / "list.html", out / "list.pdf"], check=True)
    for name, flags in (("list.bbox.html", ["-bbox"]), ("list.layout.txt", ["-layout"]), ("list.plain.txt", [])):
        subprocess.run(["pdftotext", *flags, "-enc", "UTF-8", out / "list.pdf", out / name], check=True)
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ([note] for note in NOTES[lang]):
        sheet.append(row)
    for row in [head, *table]:
        sheet.append(row)
    book.save(out / "list.xlsx")


def main(argv):
    match argv:
        case ["rows", out, *rest]:
            lang = rest[0] if rest else "en"
            seed = rest[1] if len(rest) > 1 else "1"
            with open(out, "w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(HEADS[lang])
                writer.writerows(rows(lang, seed))
        case ["files", source, folder]:
            files(source, folder)
        case ["all", folder, *rest]:
            for lang, name in (("en", "en"), ("zh_hant", "zh-Hant"), ("zh_hans", "zh-Hans")):
                source = pathlib.Path(folder) / f"{name}.csv"
                source.parent.mkdir(parents=True, exist_ok=True)
                main(["rows", source, lang, *rest])
                files(source, pathlib.Path(folder) / name)
                source.unlink()
        case _:
            sys.exit(__doc__)


main(sys.argv[1:])
