namespace Kolaybase.Api.Tables.Rows;

/// <summary>A page of a table's rows.</summary>
/// <param name="Rows">The rows: objects by column name, values as PostgreSQL's <c>to_json</c> gives them.</param>
/// <param name="Total">How many rows match on all pages.</param>
/// <param name="TotalIsEstimate">Whether that is the planner's estimate, because counting would take long.</param>
/// <param name="Page">Which page this is, from 1.</param>
/// <param name="Limit">How many rows a page has.</param>
/// <param name="TotalPages">How many pages there are.</param>
public sealed record RowsPage(IReadOnlyList<RawJson> Rows, long Total, bool TotalIsEstimate, int Page, int Limit, long TotalPages);
