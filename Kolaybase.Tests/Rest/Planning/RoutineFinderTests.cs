using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class RoutineFinderTests
{
    private const string Overloaded = "overloaded() -> setof integer;overloaded(json) -> json;overloaded(a integer, b integer) -> integer;overloaded(a text, b text, c text) -> text";

    /// <summary>Functions, names of arguments, and the parameters of the one that is meant.</summary>
    public static TheoryData<string, string, string> Choices => new()
    {
        { "f() -> void", "", "" },
        { "f(a integer) -> void", "a", "a" },
        { "f(a integer, b integer) -> void", "b a", "a b" },
        { "f(a integer, b integer = ) -> void", "a", "a b" },
        { "f(a integer, b integer = ) -> void", "a b", "a b" },
        { "f(a integer = , b integer = ) -> void", "", "a b" },
        { "f(a integer = , b integer = ) -> void", "b", "a b" },
        { "f(VARIADIC v text[]) -> void", "v", "v" },
        { Overloaded.Replace("overloaded", "f", StringComparison.Ordinal), "", "" },
        { Overloaded.Replace("overloaded", "f", StringComparison.Ordinal), "a b", "a b" },
        { Overloaded.Replace("overloaded", "f", StringComparison.Ordinal), "a b c", "a b c" },
        { "f(a integer) -> void;f(a integer, b integer) -> void", "a", "a" },
        { "f(must integer) -> void;f(a integer, opt text = ) -> void;f(a integer, must integer) -> void", "a", "a opt" },
        { "f(must integer) -> void;f(a integer, opt text = ) -> void;f(a integer, must integer) -> void", "must", "must" },
        { "f(must integer) -> void;f(a integer, opt text = ) -> void;f(a integer, must integer) -> void", "a must", "a must" },
    };

    [Theory, MemberData(nameof(Choices))]
    public void The_overload_is_chosen_by_the_names_of_the_arguments(string functions, string names, string parameters)
    {
        Assert.Equal(parameters, Parameters(functions, Query(names.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(parameters, Parameters(functions, Json("{" + string.Join(',', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => $"\"{n}\":1")) + "}")));
    }

    [Theory]
    [InlineData("f(json) -> json", """{"a":1}""")]
    [InlineData("f(jsonb) -> json", "[1,2]")]
    [InlineData("f(json) -> json", "")]
    [InlineData("f(json) -> json;f(text) -> json;f(xml) -> json;f(bytea) -> json;f(a integer) -> json", """{"b":1}""")]
    public void A_JSON_body_may_be_the_only_parameter(string functions, string body) =>
        Assert.StartsWith("json", RoutineFinder.Find(Snapshot(functions), "public", "f", Json(body)).Parameters[0].Type.Sql, StringComparison.Ordinal);

    [Theory]
    [InlineData(RawKind.Text, "text")]
    [InlineData(RawKind.Xml, "xml")]
    [InlineData(RawKind.Bytes, "bytea")]
    internal void A_raw_body_is_the_only_parameter_of_its_type(RawKind kind, string type) => Assert.Equal(
        type,
        Assert.Single(RoutineFinder.Find(Snapshot("f(json) -> json;f(text) -> text;f(xml) -> xml;f(bytea) -> bytea;f() -> void"), "public", "f", new RawArgument(default, kind)).Parameters).Type.Sql);

    [Fact]
    public void Named_parameters_go_before_the_body() =>
        Assert.Equal("x y", Parameters("f(json) -> json;f(x integer, y integer) -> integer", Json("""{"x":1,"y":2}""")));

    [Fact]
    public void A_query_is_never_the_only_parameter() =>
        Assert.Equal("PGRST202", Refusals.Of(() => RoutineFinder.Find(Snapshot("f(json) -> json"), "public", "f", Query())).Error.Code);

    /// <summary>Functions, arguments of a query, what is told: the arguments in the message, those in the details, and the hint.</summary>
    public static TheoryData<string, string, string, string, string?> Missing => new()
    {
        { "sayhello(name text) -> text", "sayhell", " without parameters", " without parameters", "sayhello" },
        { "sayhello(name text) -> text", "sayhello?nam", "(nam)", " with parameter nam", "sayhello(name)" },
        { "add_them(a integer, b integer) -> integer", "add_them?a&b&smthelse", "(a, b, smthelse)", " with parameters a, b, smthelse", "add_them(a, b)" },
        { Overloaded, "overloaded?wrong_arg", "(wrong_arg)", " with parameter wrong_arg", null },
        { Overloaded, "overloaded?a&wrong_arg&b", "(a, b, wrong_arg)", " with parameters a, b, wrong_arg", "overloaded(a, b, c)" },
        { "test(val text, param text, name text) -> text;test(id text, attr text) -> text", "test?vall&pqaram&nam", "(nam, pqaram, vall)", " with parameters nam, pqaram, vall", "test(name, param, val)" },
        { "test(val text, param text, name text) -> text;test(id text, attr text) -> text", "test?id", "(id)", " with parameter id", "test(attr, id)" },
        { "test(val text, param text, name text) -> text;test(id text, attr text) -> text", "test?noclosealternative", "(noclosealternative)", " with parameter noclosealternative", null },
        { "test() -> text", "noclosealternative", " without parameters", " without parameters", null },
    };

    [Theory, MemberData(nameof(Missing))]
    public void Where_none_fits_the_nearest_is_told(string functions, string call, string given, string searched, string? hint)
    {
        var (name, names) = call.Split('?') is [var n, var query] ? (n, query.Split('&')) : (call, []);

        Refusals.AssertIs(
            Refusals.Of(() => RoutineFinder.Find(Snapshot(functions), "public", name, Query(names))),
            404,
            "PGRST202",
            $"Could not find the function public.{name}{given} in the schema cache",
            $"Searched for the function public.{name}{searched}, but no matches were found in the schema cache.",
            hint is null ? null : $"Perhaps you meant to call the function public.{hint}");
    }

    [Fact]
    public void Of_a_JSON_body_it_is_told_that_it_may_be_the_only_parameter() => Refusals.AssertIs(
        Refusals.Of(() => RoutineFinder.Find(Snapshot("f(integer) -> integer"), "public", "f", Json("""{"x":1,"y":2}"""))),
        404,
        "PGRST202",
        "Could not find the function public.f(x, y) in the schema cache",
        "Searched for the function public.f with parameters x, y or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.");

    [Theory]
    [InlineData(RawKind.Text, "text")]
    [InlineData(RawKind.Xml, "xml")]
    [InlineData(RawKind.Bytes, "bytea")]
    internal void Of_a_raw_body_only_its_type_is_told(RawKind kind, string type) => Refusals.AssertIs(
        Refusals.Of(() => RoutineFinder.Find(Snapshot("f(integer) -> integer"), "public", "f", new RawArgument(default, kind))),
        404,
        "PGRST202",
        "Could not find the function public.f in the schema cache",
        $"Searched for the function public.f with a single unnamed {type} parameter, but no matches were found in the schema cache.");

    [Fact]
    public void Several_that_fit_are_listed() => Refusals.AssertIs(
        Refusals.Of(() => RoutineFinder.Find(Snapshot("f(arg integer) -> integer;f(arg xml) -> xml;f(arg text, num integer = ) -> text"), "public", "f", Query("arg"))),
        300,
        "PGRST203",
        "Could not choose the best candidate function between: public.f(arg => integer), public.f(arg => xml), public.f(arg => text, num => integer)",
        hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved");

    [Fact]
    public void A_function_of_another_schema_is_not_there() =>
        Assert.Equal("PGRST202", Refusals.Of(() => RoutineFinder.Find(Snapshot("f() -> void"), "other", "f", Query())).Error.Code);

    [Fact]
    public void Very_many_names_are_cut_short_and_cost_no_distance()
    {
        var refusal = Refusals.Of(() => RoutineFinder.Find(Snapshot("f(a integer) -> void"), "public", "f", Query([.. Enumerable.Range(0, 2_000).Select(i => $"name{i}")])));

        Assert.True(refusal.Error.Message.Length < 300);
        Assert.Null(refusal.Error.Hint);
    }

    private static string Parameters(string functions, CallArguments arguments) =>
        string.Join(' ', RoutineFinder.Find(Snapshot(functions), "public", "f", arguments).Parameters.Select(p => p.Name));

    private static Api.Rest.Schema.SchemaSnapshot Snapshot(string functions) => Routines.Snapshot(functions.Split(';'));

    private static TextArguments Query(params string[] names) => new([.. names.Select(n => KeyValuePair.Create(n, "1"))]);

    private static JsonArguments Json(string body) => JsonArgumentsParser.Parse(Encoding.UTF8.GetBytes(body), null, new RestLimits());
}
