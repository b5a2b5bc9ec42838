using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A condition on rows. The parser makes it over names, the planner resolves the names to columns.</summary>
/// <typeparam name="TField">How a column is named: a string after parsing, a resolved column after planning.</typeparam>
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

/// <summary>What <c>is.</c> may test for.</summary>
internal enum IsValue
{
    Null,
    NotNull,
    True,
    False,
    Unknown,
}
