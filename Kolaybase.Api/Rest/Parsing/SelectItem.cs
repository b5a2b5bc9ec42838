namespace Kolaybase.Api.Rest.Parsing;

/// <summary>One item of <c>select=</c>.</summary>
internal abstract record SelectItem;

/// <summary><c>*</c>: every column of the table.</summary>
internal sealed record SelectAll : SelectItem;

/// <summary><c>alias:column::cast</c></summary>
/// <param name="Column">The column's name.</param>
/// <param name="Alias">The key in the answer; null means the column's name.</param>
/// <param name="Cast">The type to turn it into; null means as it is.</param>
internal sealed record SelectColumn(string Column, string? Alias = null, string? Cast = null) : SelectItem;
