using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>One item of <c>select=</c>.</summary>
internal abstract record SelectItem;

/// <summary><c>*</c>: every column of the table.</summary>
internal sealed record SelectAll : SelectItem;

/// <summary><c>alias:column-&gt;path::cast.sum()::cast</c>, or <c>count()</c>.</summary>
/// <param name="Field">The column; null only for <c>count()</c>, which counts rows.</param>
/// <param name="Alias">The key in the answer; null means <see cref="FieldPath.Key"/>, or the aggregate's name.</param>
/// <param name="Cast">The type to turn it into, before an aggregate; null means as it is.</param>
/// <param name="Aggregate">The aggregate over it; null means none.</param>
/// <param name="AggregateCast">The type to turn the aggregate's result into; null means as it is.</param>
internal sealed record SelectField(FieldPath? Field, string? Alias = null, string? Cast = null, Aggregate? Aggregate = null, string? AggregateCast = null) : SelectItem;

/// <summary><c>alias:relation!hint!inner(…)</c> or <c>...relation(…)</c>: related rows.</summary>
/// <param name="Target">A table, a view, a foreign key's constraint or column, or a function that is a computed relationship.</param>
/// <param name="Alias">The key in the answer; null means <see cref="Target"/>.</param>
/// <param name="Hint">Which relationship is meant where there are several: a constraint, a column, a junction; null means not said.</param>
/// <param name="Join">Whether rows without related ones are left out; null means not said, which is left.</param>
/// <param name="Spread">Whether the related row's columns become columns of this one.</param>
/// <param name="Items">What is wanted of them; empty for <c>relation()</c>, which shows nothing and can still filter.</param>
internal sealed record SelectEmbed(string Target, string? Alias, string? Hint, JoinKind? Join, bool Spread, ImmutableArray<SelectItem> Items) : SelectItem
{
    /// <summary>The name by which filters, order and limits of other parameters mean it.</summary>
    public string Name => Alias ?? Target;
}

/// <summary><c>!left</c> or <c>!inner</c></summary>
internal enum JoinKind
{
    Left,
    Inner,
}

/// <summary><c>.sum()</c> and the like.</summary>
internal enum Aggregate
{
    Count,
    Sum,
    Avg,
    Max,
    Min,
}
