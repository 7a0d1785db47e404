"""How often the right procedure is found, and how fast, beside the usual searches on the same queries.

    python -m benchmarks.finding [--quick]

The queries stand in tests/center/queries: everyday words, life events and matters of other offices, on which rule and
word tables were made; a set held out since before, and one written after. Every search gets the same texts: name,
official name, field, keywords, papers and result of each procedure. The peers are asked for any of the words and rank
their own way:

    FTS5        SQLite, unicode61 remove_diacritics 2, bm25
    trigram     SQLite FTS5 over three letters, marks removed
    rapidfuzz   WRatio between the query and each name and keyword
    tantivy     simple tokenizer, lower case, ASCII folding, BM25
    … + words   the same with the everyday phrases of our word tables as one more text of each procedure
    names only  our rule without any word table: the control that tells what the tables do
"""

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import rapidfuzz
import tantivy

from center.finding import Finder
from center.procedures import Catalogue, Procedure
from center.wishes import Words
from sync import reference
from tests.center.told import Query, as_spoken, half_typed, in_telex, in_vni, queries, with_a_slip, without_marks

Search = Callable[[str], list[str]]  # the codes found, the best first
TIMED = 2000


def texts_of(procedure: Procedure, asked: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{procedure.name} {procedure.official_name}",
        procedure.field,
        ", ".join(procedure.keywords),
        "; ".join(paper.name for paper in procedure.papers),
        procedure.result,
        "; ".join(asked),
    ]


def asked_for(catalogue: Catalogue, words: Words) -> dict[str, tuple[str, ...]]:
    phrases = {row.code: row.phrases for row in words.asked}
    return {procedure.code: phrases.get(procedure.code, ()) for procedure in catalogue.procedures}


def words_of(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def sqlite_search(catalogue: Catalogue, asked: dict[str, tuple[str, ...]], tokenizer: str) -> Search:
    trigram = tokenizer.startswith("trigram")
    base = sqlite3.connect(":memory:")
    base.execute(f"create virtual table found using fts5(code unindexed, text, tokenize='{tokenizer}')")
    for procedure in catalogue.procedures:
        text = " ; ".join(texts_of(procedure, asked.get(procedure.code, ())))
        base.execute("insert into found values (?, ?)", (procedure.code, without_marks(text) if trigram else text))

    def search(text: str) -> list[str]:
        if trigram:
            line = without_marks(text)
            sought = sorted({line[at : at + 3].replace('"', " ") for at in range(len(line) - 2)})
        else:
            sought = words_of(text)
        wanted = " OR ".join(f'"{each}"' for each in sought if each)
        if not wanted:
            return []
        rows = base.execute("select code from found where found match ? order by rank limit 8", (wanted,))
        return [code for (code,) in rows]

    return search


def rapidfuzz_search(catalogue: Catalogue, asked: dict[str, tuple[str, ...]]) -> Search:
    phrases, codes = [], []
    for procedure in catalogue.procedures:
        for phrase in (procedure.name, *procedure.keywords, *asked.get(procedure.code, ())):
            phrases.append(without_marks(phrase).lower())
            codes.append(procedure.code)

    def search(text: str) -> list[str]:
        sought = without_marks(text).lower()
        found = rapidfuzz.process.extract(sought, phrases, scorer=rapidfuzz.fuzz.WRatio, limit=40)
        return list(dict.fromkeys(codes[place] for _, _, place in found))[:8]

    return search


def tantivy_search(catalogue: Catalogue, asked: dict[str, tuple[str, ...]]) -> Search:
    build = tantivy.SchemaBuilder()
    build.add_text_field("code", stored=True, tokenizer_name="raw")
    build.add_text_field("text", tokenizer_name="plain")
    index = tantivy.Index(build.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    plain = analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()
    index.register_tokenizer("plain", plain)
    writer = index.writer(15_000_000, 1)
    for procedure in catalogue.procedures:
        text = " ; ".join(texts_of(procedure, asked.get(procedure.code, ())))
        writer.add_document(tantivy.Document(code=procedure.code, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[str]:
        sought = index.parse_query(" ".join(words_of(text)).lower() or "x", ["text"])
        found = searcher.search(sought, 8).hits
        return [searcher.doc(address)["code"][0] for _, address in found]

    return search


def our_search(finder: Finder) -> Search:
    return lambda text: [hit.procedure.code for hit in finder.find(text).hits]


def shares(search: Search, asked: Iterable[Query]) -> tuple[float, float]:
    """The share found first, and among the first three."""
    places = []
    for query in asked:
        found = search(query.text)[:3]
        places.append(next((place for place, code in enumerate(found) if code in query.codes), 9))
    return sum(place == 0 for place in places) / len(places), sum(place < 3 for place in places) / len(places)


def changed(asked: Iterable[Query], change: Callable[[str], str]) -> list[Query]:
    return [replace(query, text=change(query.text)) for query in asked]


def larger(catalogue: Catalogue, many: int) -> Catalogue:
    """So many procedures: names of procedures that data has replaced papers of, then halves of names put together."""
    chance = random.Random(1)
    real = list(catalogue.procedures)
    names = sorted(reference.replaced_papers())
    made = []
    while len(real) + len(made) < many:
        one, two = chance.choice(real), chance.choice(real)
        first, second = one.name.split(), two.name.split()
        name = " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])
        code = names[len(made)] if len(made) < len(names) else f"9.{len(made):06}"
        made.append(replace(one, code=f"x{code}", name=name, official_name="", keywords=(), essential=False))
    return replace(catalogue, procedures=(*real, *made))


def milliseconds(search: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    """Median and 95th percentile of the processor's time, which others at work on the same PC do not lengthen."""
    spent = []
    for text in texts:
        begun = time.process_time()
        search(text)
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def print_found(sets: dict[str, list[Query]], searches: dict[str, Search]) -> None:
    print(f"{'right procedure first / in the first 3, %':44}" + "".join(f"{name:>14}" for name in searches))
    for name, asked in sets.items():
        cells = (shares(search, asked) for search in searches.values())
        print(
            f"{name + f' ({len(asked)})':44}" + "".join(f"{one * 100:7.1f}/{three * 100:5.1f} " for one, three in cells)
        )


def print_silence(sets: dict[str, list[Query]], finders: dict[str, Finder]) -> None:
    print(f"\n{'«hỏi cán bộ» is said, %':44}" + "".join(f"{name:>20}" for name in finders))
    for name, asked in sets.items():
        cells = [sum(finder.find(query.text).nothing for query in asked) / len(asked) for finder in finders.values()]
        print(f"{name + f' ({len(asked)})':44}" + "".join(f"{cell * 100:20.1f}" for cell in cells))


def print_times(catalogue: Catalogue, words: Words, texts: list[str], sizes: tuple[int, ...]) -> None:
    columns = ("built", "median", "p95", "FTS5", "p95", "tantivy", "p95")
    print(f"\n{'processor time, ms':24}" + "".join(f"{column:>10}" for column in columns))
    for many in sizes:
        grown = larger(catalogue, many)
        begun = time.process_time()
        finder = Finder(grown, words)
        built = (time.process_time() - begun) * 1000
        ours = milliseconds(finder.find, texts)
        fts = milliseconds(sqlite_search(grown, {}, "unicode61 remove_diacritics 2"), texts)
        tan = milliseconds(tantivy_search(grown, {}), texts)
        times = "".join(f"{each:10.2f}" for each in (*ours, *fts, *tan))
        print(f"{len(grown.procedures):12} procedures {built:10.0f}{times}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help="every fourth query, without the peers that know our words"
    )
    quick = parser.parse_args().quick
    catalogue, words = reference.catalogue(), reference.words()
    step = 4 if quick else 1
    everyday, events = queries("everyday")[::step], queries("told_events")[::step]
    held = [query for query in queries("held_out") if query.codes][::step]
    last = [query for query in queries("written_last") if query.codes][::step]
    elsewhere = queries("unanswerable")[::step]
    chance = random.Random(7)
    sets = {
        "everyday": everyday,
        "life events in a sentence": events,
        "held out": held,
        "held out, life events": [query for query in held + last if query.kind == "event"],
        "written last": last,
        "everyday, without marks": changed(everyday, without_marks),
        "held out, without marks": changed(held, without_marks),
        "written last, without marks": changed(last, without_marks),
        "everyday, one slip": changed(everyday, lambda text: with_a_slip(text, chance)),
        "held out, one slip": changed(held, lambda text: with_a_slip(text, chance)),
        "everyday, one slip, without marks": changed(everyday, lambda text: with_a_slip(without_marks(text), chance)),
        "everyday, spelt by ear (l/n, s/x, ch/tr)": changed(everyday, lambda text: as_spoken(text, chance)),
        "everyday, Telex keys": changed(everyday, in_telex),
        "everyday, VNI keys": changed(everyday, in_vni),
        "held out, Telex keys": changed(held, in_telex),
        "held out, VNI keys": changed(held, in_vni),
        "written last, one slip": changed(last, lambda text: with_a_slip(text, chance)),
        "written last, Telex keys": changed(last, in_telex),
        "everyday, last word half typed": changed(everyday, half_typed),
    }
    finder, control = Finder(catalogue, words), Finder(catalogue, Words())
    asked = asked_for(catalogue, words)
    folded, trigram = "unicode61 remove_diacritics 2", "trigram"
    searches = {
        "ours": our_search(finder),
        "FTS5": sqlite_search(catalogue, {}, folded),
        "trigram": sqlite_search(catalogue, {}, trigram),
        "rapidfuzz": rapidfuzz_search(catalogue, {}),
        "tantivy": tantivy_search(catalogue, {}),
        "names only": our_search(control),
    }
    if not quick:
        searches |= {
            "FTS5+words": sqlite_search(catalogue, asked, folded),
            "trigram+words": sqlite_search(catalogue, asked, trigram),
            "fuzz+words": rapidfuzz_search(catalogue, asked),
            "tantivy+words": tantivy_search(catalogue, asked),
        }
    print_found(sets, searches)
    answerable = {"everyday": everyday, "life events": events, "held out": held, "written last": last}
    silent = {
        "other offices, greetings, nonsense": elsewhere,
        "the same, held out": [query for query in queries("held_out") if not query.codes],
        "the same, written last": [query for query in queries("written_last") if not query.codes],
        "the same, without marks": changed(elsewhere, without_marks),
    }
    unlisted = Finder(catalogue, replace(words, elsewhere=()))
    finders = {"ours": finder, "no list of offices": unlisted}
    print_silence(silent | {f"wrongly: {name}": asked for name, asked in answerable.items()}, finders)
    texts = [query.text for query in everyday + events + held + elsewhere]
    print_times(catalogue, words, texts, (len(catalogue.procedures), TIMED))


if __name__ == "__main__":
    main()
