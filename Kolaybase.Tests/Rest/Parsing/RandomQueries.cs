using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Tests.Rest.Parsing;

/// <summary>Generators of queries, as the parser makes them and as anybody may send them.</summary>
internal static class RandomQueries
{
    private static readonly Gen<string> Any = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(Clean),
        Gen.Elements("", "\"", "\\", "a\"b", "a,b", "x)", "(", "{a,b}", "null", "and", "not.", "🐘", "ç ğ", " ", "\n", "%", "*", "count", "inner", "order", "0", "a->b", "eq.1"));

    private static readonly Gen<string> Word = Gen.Elements("int", "text", "double precision", "a_b", "şehir", "v1$");

    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    private static readonly Gen<ImmutableArray<JsonStep>> Path =
        from steps in Gen.OneOf(Any.Select(key => new JsonStep(key, null, false)), Gen.Elements(int.MinValue, -1, 0, int.MaxValue).Select(index => new JsonStep(null, index, false))).ListOf(3)
        from length in Gen.Choose(0, 3) from text in Coin
        select steps.Take(length).Select((step, i) => step with { AsText = text && i == length - 1 }).ToImmutableArray();

    private static readonly Gen<FieldPath> Field = from name in Any from path in Path select new FieldPath(name, path);

    /// <summary>A filter: a comparison or a tree.</summary>
    public static Gen<FilterNode<FieldPath>> Filter => Node(8);

    private static readonly Gen<OrderTerm> Order =
        from field in Field from embed in Maybe(Any)
        from direction in Gen.Elements<OrderDirection?>(null, OrderDirection.Ascending, OrderDirection.Descending)
        from nulls in Gen.Elements<NullsOrder?>(null, NullsOrder.First, NullsOrder.Last)
        select new OrderTerm(field, embed, direction, nulls);

    private static readonly Gen<RowsQuery> Rows =
        from filters in Node(2).ListOf(2) from order in Order.ListOf(2) from limit in Gen.Elements<long?>(null, 0, 7, long.MaxValue) from offset in Gen.Elements(0L, 3L)
        select new RowsQuery([.. filters], [.. order], limit, offset);

    /// <summary>A whole query.</summary>
    /// <param name="call">Whether it has arguments.</param>
    public static Gen<RestQuery> Query(bool call) =>
        from items in Items(2) from root in Rows from embeds in (from path in Any.NonEmptyListOf() from rows in Rows select new EmbedQuery([.. path.Take(3)], rows)).ListOf(2)
        from columns in Maybe(Any.NonEmptyListOf()) from conflict in Maybe(Any.NonEmptyListOf())
        from arguments in (from name in Any from value in Any.Where(v => !OperatorHead.Begins(v)) select KeyValuePair.Create(name, value)).ListOf(call ? 3 : 0)
        select new RestQuery(
            items, root, [.. embeds.Where(e => !IsEmpty(e.Rows)).DistinctBy(e => string.Join('\0', e.Path))], columns?.ToImmutableArray(), conflict?.ToImmutableArray(), [.. arguments]);

    /// <summary>Pieces of the grammar in any order, with noise between: nearer to the edges than random text.</summary>
    public static Gen<string> Text => Gen.OneOf(
            Gen.Elements(
                "select=", "order=", "limit=", "offset=", "and=", "or=", "not.or=", "columns=", "on_conflict=", "id=", "a.b=", "a.order=", "a.limit=", "a.not.or=", "&", "?", "(", ")", ",", ".",
                ":", "::", "->", "->>", "\"", "\\", "%22", "%2C", "%00", "%", "%F0%9F%90%98", "not.", "eq.", "in.", "is.", "null", "like.", "like(any).", "fts(x).", "fts.", "(any)", "*", "!",
                "!inner", "!left", "...", "count()", ".sum()", ".avg()", "and(", "or(", "a", "b c", "1", "-1", "0", "99999999999999999999", "asc", "desc", "nullsfirst", "{", "}", "+", " ", "\t", "ç", "\ud83d"),
            Gen.Elements("&select=a,b(c,...d!e!inner(*))", "&a->b->>0=eq.1", "&a.b.c=is.null", "&or=(a->>b.eq.1,not.and(c.in.(1,2),d.fts.x))", "&order=a(b->c).desc", "&p=x"),
            ArbMap.Default.GeneratorFor<string?>().Select(s => s ?? ""))
        .ListOf()
        .Select(string.Concat);

    private static Gen<FilterNode<FieldPath>> Node(int size)
    {
        var leaf = Gen.OneOf(
            from field in Field from negated in Coin from op in Gen.Elements(FilterOperator.All.ToArray()) from value in Any
            select (FilterNode<FieldPath>)new ColumnComparison<FieldPath>(field, negated, op, value),
            from field in Field from negated in Coin from op in Gen.Elements(FilterOperator.All.Where(o => o.Quantifiable).ToArray())
            from quantifier in Gen.Elements(Quantifier.Any, Quantifier.All) from value in Any
            select (FilterNode<FieldPath>)new QuantifiedComparison<FieldPath>(field, negated, op, quantifier, value),
            from field in Field from negated in Coin from search in Gen.Elements(Enum.GetValues<FullTextSearch>()) from configuration in Maybe(Word) from value in Any
            select (FilterNode<FieldPath>)new FullTextMatch<FieldPath>(field, negated, search, configuration, value),
            from field in Field from negated in Coin from values in Any.ListOf(3)
            select (FilterNode<FieldPath>)new InList<FieldPath>(field, negated, [.. values]),
            from field in Field from negated in Coin from value in Gen.Elements(Enum.GetValues<IsValue>())
            select (FilterNode<FieldPath>)new IsTest<FieldPath>(field, negated, value));
        return size == 0 ? leaf : Gen.OneOf(
            leaf,
            from negated in Coin from connective in Gen.Elements(Connective.And, Connective.Or) from children in Node(size / 2).NonEmptyListOf()
            select (FilterNode<FieldPath>)new Junction<FieldPath>(negated, connective, [.. children.Take(4)]));
    }

    private static Gen<ImmutableArray<SelectItem>> Items(int depth) => Item(depth).ListOf(3).Select(items => items.ToImmutableArray());

    private static Gen<SelectItem> Item(int depth)
    {
        var flat = Gen.OneOf(
            Gen.Constant((SelectItem)new SelectAll()),
            from alias in Maybe(Any) from cast in Maybe(Word) select (SelectItem)new SelectField(null, alias, null, Aggregate.Count, cast),
            from field in Field from alias in Maybe(Any) from cast in Maybe(Word) from aggregate in Gen.Elements<Aggregate?>(null, Aggregate.Count, Aggregate.Sum, Aggregate.Avg, Aggregate.Max, Aggregate.Min)
            from outer in Maybe(Word)
            select (SelectItem)new SelectField(field, alias, cast, aggregate, aggregate is null ? null : outer));
        return depth == 0 ? flat : Gen.OneOf(
            flat,
            from target in Any from alias in Maybe(Any) from hint in Maybe(Any) from kind in Gen.Elements<JoinKind?>(null, JoinKind.Left, JoinKind.Inner) from spread in Coin from items in Items(depth - 1)
            select (SelectItem)new SelectEmbed(target, spread ? null : alias, hint, kind, spread, items));
    }

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(T? (value) => value));

    private static bool IsEmpty(RowsQuery rows) => rows is { Filters: [], Order: [], Limit: null, Offset: 0 };

    /// <summary>NUL and half a surrogate pair are refused before any grammar.</summary>
    private static string Clean(string? text) => string.Concat((text ?? "").EnumerateRunes().Where(r => r.Value is not (0 or 0xFFFD)));
}
