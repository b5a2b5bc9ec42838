using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A query string, read but not yet compared with any schema.</summary>
/// <param name="Select">What to return; <see cref="SelectAll"/> when not given.</param>
/// <param name="Root">What is said of the rows themselves.</param>
/// <param name="Embeds">What is said of embedded rows (<c>posts.order=id</c>, <c>posts.comments.id=eq.1</c>), in the order of their first mention; each path once.</param>
/// <param name="Columns">Which keys of a body are written; null means all that are there.</param>
/// <param name="OnConflict">The columns of <c>on_conflict=</c>; null means not given.</param>
/// <param name="Arguments">Parameters of a function call by <c>GET</c> that are no filters, in their order; a name may repeat. Empty unless the query was parsed for a call.</param>
internal sealed record RestQuery(
    ImmutableArray<SelectItem> Select,
    RowsQuery Root,
    ImmutableArray<EmbedQuery> Embeds,
    ImmutableArray<string>? Columns,
    ImmutableArray<string>? OnConflict,
    ImmutableArray<KeyValuePair<string, string>> Arguments);

/// <summary>Conditions, order and paging of rows on one level.</summary>
/// <param name="Filters">Conditions that must all hold.</param>
/// <param name="Order">Terms of the order.</param>
/// <param name="Limit">Most rows; null means not given.</param>
/// <param name="Offset">Rows to skip.</param>
internal sealed record RowsQuery(ImmutableArray<FilterNode<FieldPath>> Filters, ImmutableArray<OrderTerm> Order, long? Limit = null, long Offset = 0)
{
    /// <summary>Nothing said.</summary>
    public static readonly RowsQuery Empty = new([], []);
}

/// <summary>What is said of one embed.</summary>
/// <param name="Path">Names of the embeds from the outermost to the one meant; at least one.</param>
/// <param name="Rows">What is said.</param>
internal sealed record EmbedQuery(ImmutableArray<string> Path, RowsQuery Rows);
