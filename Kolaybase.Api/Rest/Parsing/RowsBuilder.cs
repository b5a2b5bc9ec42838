using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Collects what a query string says of the rows of one level.</summary>
internal sealed class RowsBuilder
{
    private readonly ImmutableArray<FilterNode<FieldPath>>.Builder _filters = ImmutableArray.CreateBuilder<FilterNode<FieldPath>>();
    private string? _order;

    /// <summary>Most rows; null means not said.</summary>
    public long? Limit { get; set; }

    /// <summary>Rows to skip; null means not said.</summary>
    public long? Offset { get; set; }

    /// <summary>Adds a condition.</summary>
    public void Add(FilterNode<FieldPath> filter) => _filters.Add(filter);

    /// <summary>Takes an order; of several the first counts.</summary>
    public void OrderBy(string order) => _order ??= order;

    /// <summary>What was said.</summary>
    public RowsQuery Build(RestLimits limits) =>
        new(_filters.ToImmutable(), string.IsNullOrEmpty(_order) ? [] : OrderParser.Parse(_order, limits), Limit, Offset ?? 0);
}
