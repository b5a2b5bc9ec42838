using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Limits of ours that PostgREST has not: one step within each is answered, one beyond is 400 with a code of its own.</summary>
public class LimitTests : ReadChapter
{
    [Theory, Majors, Item("limits of filters")]
    public Task Filters_are_limited_in_number_depth_and_length(int major) => CheckAsync(
        major,
        Get($"books?select=id&id=eq.1&{Repeat("id=gt.0", 99, "&")}").Gives("""[{"id":1}]"""),
        Get($"books?select=id&{Repeat("id=gt.0", 101, "&")}").RefusedAs(400, "KB602"),
        Get($"books?select=id&or={Nested("(and", 9, "(id.eq.1)")}").Gives("""[{"id":1}]"""),
        Get($"books?select=id&or={Nested("(and", 10, "(id.eq.1)")}").RefusedAs(400, "KB603"),
        Get($"books?select=id&id=in.({Repeat("1", 1_000, ",")})").Gives("""[{"id":1}]"""),
        Get($"books?select=id&id=in.({Repeat("1", 1_001, ",")})").RefusedAs(400, "KB605"));

    [Theory, Majors, Item("limits of select")]
    public Task Select_is_limited_in_items_embeds_and_depth(int major) => CheckAsync(
        major,
        Get($"books?select={Repeat("id", 501, ",")}").RefusedAs(400, "KB604"),
        Get($"authors?id=eq.1&select={Nested("mentor_id", 10, "(id)")}").Answers(200),
        Get($"authors?id=eq.1&select={Nested("mentor_id", 11, "(id)")}").RefusedAs(400, "KB608"),
        Get($"authors?id=eq.1&select={Repeat("books(id)", 51, ",")}").RefusedAs(400, "KB609"),
        Get($"documents?id=eq.1&select=data{Repeat("->a", 20, "")}").Gives("""[{"a":null}]"""),
        Get($"documents?id=eq.1&select=data{Repeat("->a", 21, "")}").RefusedAs(400, "KB610"));

    [Theory, Majors, Item("limits of bodies")]
    public Task Bodies_are_limited_in_depth(int major) => CheckAsync(
        major,
        Post("items", $$"""{"name":"A","attributes":{{new string('[', 70)}}{{new string(']', 70)}}}""").RefusedAs(400, "KB606"),
        Get($"books?id=eq.{new string('1', 70_000)}").RefusedAs(414, "KB414"));

    private static string Repeat(string text, int times, string glue) => string.Join(glue, Enumerable.Repeat(text, times));

    /// <summary>The head so many times, each within the brackets of the former: <c>(and(and(id.eq.1)))</c>.</summary>
    private static string Nested(string head, int times, string innermost) =>
        head.StartsWith('(')
            ? string.Concat(Enumerable.Repeat(head, times)) + innermost + new string(')', times)
            : string.Concat(Enumerable.Repeat(head + "(", times))[..^1] + innermost + new string(')', times - 1);
}
