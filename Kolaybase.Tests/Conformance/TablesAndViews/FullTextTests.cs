using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Full-Text Search".</summary>
public class FullTextTests : ReadChapter
{
    [Theory, Majors, Item("fts")]
    public Task Fts_takes_a_query(int major) => CheckAsync(
        major,
        Get("texts?lexemes=fts.cat&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("texts?lexemes=fts(english).cats&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("texts?lexemes=fts(english).cat%26rat&select=id").Gives("""[{"id":2}]"""),
        Get("texts?lexemes=fts(english).impossible&select=id").Gives("""[{"id":3}]"""),
        Get("texts?lexemes=not.fts(english).cat&select=id&order=id").Gives("""[{"id":3},{"id":4}]"""),
        Get("texts?or=(lexemes.fts(english).rat,lexemes.fts(english).dogs)&select=id&order=id").Gives("""[{"id":2},{"id":4}]"""),
        Get("texts?lexemes=fts(english).cat rat").Refused(400, "42601", "syntax error in tsquery: \"cat rat\""));

    [Theory, Majors, Item("plfts")]
    public Task Plfts_takes_plain_words(int major) => CheckAsync(
        major,
        Get("texts?lexemes=plfts(english).the fat cats&select=id").Gives("""[{"id":1}]"""),
        Get("texts?lexemes=plfts.rat cat&select=id").Gives("""[{"id":2}]"""));

    [Theory, Majors, Item("phfts")]
    public Task Phfts_takes_a_phrase(int major) => CheckAsync(
        major,
        Get("texts?lexemes=phfts(english).the fat cats&select=id").Gives("""[{"id":1}]"""),
        Get("texts?lexemes=phfts(english).cat rat&select=id").Gives("[]"));

    [Theory, Majors, Item("wfts")]
    public Task Wfts_takes_what_one_types_into_a_search_engine(int major) => CheckAsync(
        major,
        Get("texts?lexemes=wfts(english).cat or dogs&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":4}]"""),
        Get("texts?lexemes=wfts(english).cat -rat&select=id").Gives("""[{"id":1}]"""));

    [Theory, Majors, Item("fts on text")]
    public Task Text_and_json_are_made_searchable(int major) => CheckAsync(
        major,
        Get("texts?body=fts(english).rats&select=id").Gives("""[{"id":2}]"""),
        Get("texts?body=wfts(english).fat -rat&select=id").Gives("""[{"id":1}]"""),
        Get("documents?data=fts(english).letter&select=id").Gives("""[{"id":1}]"""));
}
