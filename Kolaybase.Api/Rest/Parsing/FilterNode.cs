using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A condition on rows. The parser makes it over names, the planner resolves the names.</summary>
/// <typeparam name="TField">How a field is named: a <see cref="FieldPath"/> after parsing, a resolved one after planning.</typeparam>
internal abstract record FilterNode<TField>
{
    /// <summary>The same condition over other fields.</summary>
    public abstract FilterNode<TOther> Map<TOther>(Func<TField, TOther> map);
}

/// <summary><c>price=gte.10</c></summary>
internal sealed record ColumnComparison<TField>(TField Field, bool Negated, FilterOperator Operator, string Value) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) => new ColumnComparison<TOther>(map(Field), Negated, Operator, Value);
}

/// <summary><c>name=like(any).{a*,b*}</c>: a comparison with any or all of several values.</summary>
internal sealed record QuantifiedComparison<TField>(TField Field, bool Negated, FilterOperator Operator, Quantifier Quantifier, string Array) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) => new QuantifiedComparison<TOther>(map(Field), Negated, Operator, Quantifier, Array);
}

/// <summary><c>body=fts(english).cat</c></summary>
/// <param name="Field">The field: a <c>tsvector</c>, or text or JSON that is made one.</param>
/// <param name="Negated">Whether <c>not.</c> stands before it.</param>
/// <param name="Search">How the value is read.</param>
/// <param name="Configuration">The text search configuration; null means the database's default.</param>
/// <param name="Value">What is searched for.</param>
internal sealed record FullTextMatch<TField>(TField Field, bool Negated, FullTextSearch Search, string? Configuration, string Value) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) => new FullTextMatch<TOther>(map(Field), Negated, Search, Configuration, Value);
}

/// <summary><c>id=in.(1,2,3)</c></summary>
internal sealed record InList<TField>(TField Field, bool Negated, ImmutableArray<string> Values) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) => new InList<TOther>(map(Field), Negated, Values);
}

/// <summary><c>deleted_at=is.null</c></summary>
internal sealed record IsTest<TField>(TField Field, bool Negated, IsValue Value) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) => new IsTest<TOther>(map(Field), Negated, Value);
}

/// <summary><c>or=(a.eq.1,b.eq.2)</c>; at least one child.</summary>
internal sealed record Junction<TField>(bool Negated, Connective Connective, ImmutableArray<FilterNode<TField>> Children) : FilterNode<TField>
{
    public override FilterNode<TOther> Map<TOther>(Func<TField, TOther> map) =>
        new Junction<TOther>(Negated, Connective, [.. Children.Select(child => child.Map(map))]);
}

/// <summary>How the children of a <see cref="Junction{TField}"/> are joined.</summary>
internal enum Connective
{
    And,
    Or,
}

/// <summary><c>(any)</c> or <c>(all)</c></summary>
internal enum Quantifier
{
    Any,
    All,
}

/// <summary><c>fts</c>, <c>plfts</c>, <c>phfts</c>, <c>wfts</c></summary>
internal enum FullTextSearch
{
    /// <summary><c>to_tsquery</c></summary>
    Query,

    /// <summary><c>plainto_tsquery</c></summary>
    Plain,

    /// <summary><c>phraseto_tsquery</c></summary>
    Phrase,

    /// <summary><c>websearch_to_tsquery</c></summary>
    WebSearch,
}

/// <summary>What <c>is.</c> may test for.</summary>
internal enum IsValue
{
    Null,
    NotNull,
    True,
    False,
    Unknown,
}
