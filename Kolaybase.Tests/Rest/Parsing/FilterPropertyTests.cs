using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Tests.Rest.Parsing;

public class FilterPropertyTests
{
    private static readonly RestLimits Wide = new() { Filters = int.MaxValue, FilterDepth = 100 };

    private static readonly Gen<string> Text = ArbMap.Default.GeneratorFor<string?>()
        .Select(s => s ?? "")
        .Or(Gen.Elements("", "\"", "\\", "a\"b", "a,b", "x)", "(", "{a,b}", "null", "and", "not.", "🐘", "ç ğ", " ", "\n", "%", "*"));

    private static Gen<T> Or<T>(Gen<T> a, Gen<T> b) => Gen.OneOf(a, b);

    private static Gen<FilterNode<FieldPath>> Node(int size)
    {
        var leaf = Gen.OneOf(
            from field in Text from negated in Negated from op in Gen.Elements(FilterOperator.All.ToArray()) from value in Text
            select (FilterNode<FieldPath>)new ColumnComparison<FieldPath>(new(field), negated, op, value),
            from field in Text from negated in Negated from values in Text.ListOf(3)
            select (FilterNode<FieldPath>)new InList<FieldPath>(new(field), negated, [.. values]),
            from field in Text from negated in Negated from value in Gen.Elements(Enum.GetValues<IsValue>())
            select (FilterNode<FieldPath>)new IsTest<FieldPath>(new(field), negated, value));
        return size == 0 ? leaf : Or(leaf,
            from negated in Negated from connective in Gen.Elements(Connective.And, Connective.Or) from children in Node(size / 2).NonEmptyListOf()
            select (FilterNode<FieldPath>)new Junction<FieldPath>(negated, connective, [.. children.Take(4)]));
    }

    private static Gen<bool> Negated => Gen.Elements(true, false);

    [Property(MaxTest = 300)]
    public Property Whatever_is_printed_is_read_back_the_same() => Prop.ForAll(Node(8).ToArbitrary(), node =>
    {
        var read = ((Junction<FieldPath>)new FilterParser(Wide).ParseTree("and", $"({FilterPrinter.Print(node)})")).Children.Single();
        Assert.Equivalent(node, read, strict: true);
    });

    [Property(MaxTest = 2_000)]
    public Property Random_query_strings_are_read_or_refused_and_nothing_else() => Prop.ForAll(QueryStrings.ToArbitrary(), query =>
    {
        try
        {
            QueryParser.Parse(query, new RestLimits());
        }
        catch (ApiException refusal)
        {
            Assert.InRange(refusal.Status, 400, 499);
        }
    });

    /// <summary>Pieces of the grammar in any order, with noise between: nearer to the edges than random text.</summary>
    private static Gen<string> QueryStrings => Gen.Elements(
            "select=", "order=", "limit=", "offset=", "and=", "or=", "not.or=", "columns=", "id=", "&", "?", "(", ")", ",", ".", ":", "::", "->", "->>", "\"", "\\", "%22", "%2C",
            "%00", "%", "%F0%9F%90%98", "not.", "eq.", "in.", "is.", "null", "like.", "*", "!", "...", "and(", "or(", "a", "b c", "1", "-1", "99999999999999999999", "asc", "desc", "nullsfirst", "{", "}", "+", " ", "\t", "ç", "\ud83d")
        .Or(ArbMap.Default.GeneratorFor<string?>().Select(s => s ?? ""))
        .ListOf()
        .Select(string.Concat);
}

file static class GenExtensions
{
    public static Gen<T> Or<T>(this Gen<T> first, Gen<T> second) => Gen.OneOf(first, second);
}
