using System.ComponentModel;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>What <c>GET /rows</c> takes in its query.</summary>
public sealed record RowsQuery
{
    /// <summary>Rows of a page unless told otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Longest search text, in characters.</summary>
    public const int MaxSearch = 500;

    /// <summary>Which page, from 1.</summary>
    [FromQuery(Name = "page"), Description("Which page, from 1.")]
    public int? Page { get; init; }

    /// <summary>Rows of a page, 1 to <see cref="MaxLimit"/>.</summary>
    [FromQuery(Name = "limit"), Description("Rows of a page, 1 to 1000; 50 when not given.")]
    public int? Limit { get; init; }

    /// <summary>Column to sort by; the primary key when not given, and always last, so that pages don't overlap.</summary>
    [FromQuery(Name = "orderBy"), Description("Column to sort by; the primary key when not given.")]
    public string? OrderBy { get; init; }

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    [FromQuery(Name = "orderDir"), Description("asc or desc.")]
    public string? OrderDir { get; init; }

    /// <summary>Rows of which some column contains this text, whatever its case.</summary>
    [FromQuery(Name = "search"), Description("Rows of which some column contains this text, whatever its case.")]
    public string? Search { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400.</exception>
    internal RowsRequest Check()
    {
        if (Page is < 1)
        {
            throw TableErrors.InvalidParameter("page", "counts from 1");
        }

        if (Limit is < 1 or > MaxLimit)
        {
            throw TableErrors.InvalidParameter("limit", $"must be 1 to {MaxLimit}");
        }

        if (OrderDir is not (null or "") && OrderDir.ToUpperInvariant() is not ("ASC" or "DESC"))
        {
            throw TableErrors.InvalidParameter("orderDir", "must be asc or desc");
        }

        if (Search is { Length: > MaxSearch } || Search?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw TableErrors.InvalidParameter("search", $"must be at most {MaxSearch} characters, without NUL");
        }

        return new RowsRequest(
            Page ?? 1,
            Limit ?? DefaultLimit,
            string.IsNullOrEmpty(OrderBy) ? null : OrderBy,
            "DESC".Equals(OrderDir, StringComparison.OrdinalIgnoreCase),
            string.IsNullOrEmpty(Search) ? null : Search);
    }
}

/// <summary>A checked request for a page.</summary>
internal sealed record RowsRequest(int Page, int Limit, string? OrderBy, bool Descending, string? Search)
{
    /// <summary>Rows before the page.</summary>
    public long Offset => (Page - 1L) * Limit;
}
