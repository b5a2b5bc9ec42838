using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Logical Operators".</summary>
public class LogicTests : ReadChapter
{
    [Theory, Majors, Item("and", "or")]
    public Task Parameters_are_joined_by_and_unless_or_is_said(int major) => CheckAsync(
        major,
        Get("books?pages=gt.100&genre=eq.novel&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?or=(id.eq.1,id.eq.5)&select=id&order=id").Gives("""[{"id":1},{"id":5}]"""),
        Get("books?and=(pages.gt.100,pages.lt.400)&select=id&order=id").Gives("""[{"id":1},{"id":4}]"""),
        Get("books?or=(id.in.(1,2),title.like.An*)&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":5}]"""),
        Get("books?or=(id.eq.1,id.eq.2)&or=(pages.eq.90,pages.eq.120)&select=id").Gives("""[{"id":2}]"""));

    [Theory, Majors, Item("not.and", "nested logic")]
    public Task Trees_are_nested_and_negated(int major) => CheckAsync(
        major,
        Get("books?or=(id.eq.1,and(pages.lt.100,genre.eq.poetry))&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("books?not.or=(id.eq.1,id.eq.2)&select=id&order=id").Gives("""[{"id":3},{"id":4},{"id":5}]"""),
        Get("books?not.and=(pages.gt.100,genre.eq.novel)&select=id&order=id").Gives("""[{"id":2},{"id":4},{"id":5}]"""),
        Get("books?or=(id.eq.5,not.and(id.neq.1,id.neq.2))&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":5}]"""),
        Get("books?and=(or(id.eq.1,id.eq.2),not.or(pages.eq.300))&select=id").Gives("""[{"id":2}]"""),
        Get("books?or=(price.is.null,price.not.lt.20)&select=id&order=id").Gives("""[{"id":3},{"id":4}]"""),
        Get("samples?or=(tags.cs.{c},span.ov.\"[1,2)\")&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""));

    [Theory, Majors, Item("JSON paths in logic")]
    public Task Columns_may_be_json_paths(int major) => CheckAsync(
        major,
        Get("documents?or=(data->>kind.eq.memo,data->to->>name.eq.Ada)&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""));

    [Theory, Majors, Item("logic in embeds")]
    public Task Trees_work_inside_an_embed(int major) => CheckAsync(
        major,
        Get("authors?select=id,books(id)&id=eq.1&books.or=(pages.lt.100,price.gt.100)").Gives("""[{"id":1,"books":[{"id":2}]}]"""),
        Get("authors?select=id,books(id)&id=eq.1&books.not.and=(pages.lt.100,price.eq.8)").Gives("""[{"id":1,"books":[{"id":1}]}]"""),
        Get("authors?select=id,books(id,covers(artist))&id=eq.1&books.covers.or=(colours.eq.4,colours.eq.9)&books.order=id")
            .Gives("""[{"id":1,"books":[{"id":1,"covers":{"artist":"Ece"}},{"id":2,"covers":null}]}]"""));

    [Theory, Majors, Item("PGRST100")]
    public Task A_broken_tree_is_pointed_at(int major) => CheckAsync(
        major,
        Get("books?or=()").Refused(400, "PGRST100", "\"failed to parse logic tree (())\" (line 1, column 4)", "unexpected \")\" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)"),
        Get("books?or=(id.eq.1").Refused(400, "PGRST100", "\"failed to parse logic tree ((id.eq.1)\" (line 1, column 11)", "unexpected end of input expecting \",\" or \")\""));
}
