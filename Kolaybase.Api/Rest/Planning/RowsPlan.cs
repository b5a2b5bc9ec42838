using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Rows of one level of an answer: the root's, or an embed's. Nothing in it is a caller's text but values and keys.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Alias">Their name in the statement; each level has its own.</param>
/// <param name="Output">What each row shows.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="Order">The order.</param>
/// <param name="Limit">Most rows, the caller's limit and the role's cap together; null means no limit.</param>
/// <param name="Offset">Rows to skip.</param>
/// <param name="Embeds">Related rows, also those that show nothing and only filter.</param>
internal sealed record RowsPlan(
    RowSource Source,
    string Alias,
    ImmutableArray<OutputItem> Output,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    ImmutableArray<PlannedOrder> Order,
    long? Limit,
    long Offset,
    ImmutableArray<Embed> Embeds)
{
    /// <summary>Whether an aggregate makes one row of many; then what is no aggregate is grouped by.</summary>
    public bool IsGrouped => Output.Any(item => item is OutputAggregate);
}

/// <summary>Related rows. Compared by reference: an output or a filter means this one.</summary>
/// <param name="name">The name by which it is meant: its alias, else its target.</param>
/// <param name="relationship">The way to them.</param>
/// <param name="rows">The rows.</param>
/// <param name="inner">Whether rows without related ones are left out.</param>
/// <param name="spread">Whether its columns become the parent's.</param>
internal sealed class Embed(string name, Relationship relationship, RowsPlan rows, bool inner, bool spread)
{
    /// <summary>The name by which it is meant.</summary>
    public string Name { get; } = name;

    /// <summary>The way to them.</summary>
    public Relationship Relationship { get; } = relationship;

    /// <summary>The rows.</summary>
    public RowsPlan Rows { get; } = rows;

    /// <summary>Whether rows without related ones are left out.</summary>
    public bool Inner { get; } = inner;

    /// <summary>Whether its columns become the parent's.</summary>
    public bool Spread { get; } = spread;

    /// <summary>Whether it, or anything embedded in it, shows anything.</summary>
    public bool ShowsNothing => Rows.Output.IsEmpty && Rows.Embeds.All(embed => embed.ShowsNothing);
}
