using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A query string, read but not yet compared with any schema.</summary>
/// <param name="Select">What to return; <see cref="SelectAll"/> when not given.</param>
/// <param name="Filters">Conditions that must all hold.</param>
/// <param name="Order">Terms of the order.</param>
/// <param name="Limit">Most rows; null means not given.</param>
/// <param name="Offset">Rows to skip.</param>
/// <param name="Columns">Which keys of a body are written; null means all that are there.</param>
internal sealed record RestQuery(
    ImmutableArray<SelectItem> Select,
    ImmutableArray<FilterNode<string>> Filters,
    ImmutableArray<OrderTerm<string>> Order,
    long? Limit,
    long Offset,
    ImmutableArray<string>? Columns);
