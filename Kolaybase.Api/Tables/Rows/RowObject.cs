using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>An object of a body whose members are columns.</summary>
/// <param name="Text">The object as JSON, for PostgreSQL to read.</param>
/// <param name="Names">Its members' names.</param>
internal sealed record RowObject(string Text, IReadOnlyList<string> Names)
{
    // Deep enough for whatever the binding of bodies lets through.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>Reads an object.</summary>
    /// <param name="value">What the body has.</param>
    /// <param name="field">What to call it in a refusal; null for the body itself.</param>
    /// <exception cref="ApiException">400: it is none, or names a column twice.</exception>
    public static RowObject Parse(RawJson value, string? field)
    {
        var what = field is null ? "The body" : $"\"{field}\"";
        try
        {
            using var document = JsonDocument.Parse(value.Text, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RowObject(value.Text, [.. document.RootElement.EnumerateObject().Select(m => m.Name)])
                : throw Refuse($"{what} must be an object that has columns as members.");
        }
        catch (JsonException e)
        {
            // That it is JSON was seen when the body was bound, so a member must be there twice.
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, $"{what} names a column twice.", inner: e);
        }
        catch (InvalidOperationException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.UnstorableText, $"{what} names a column with half a surrogate pair.", inner: e);
        }
    }

    /// <summary>The columns that the members name.</summary>
    /// <exception cref="ApiException">400: one of them is no column, or the database alone gives it its value.</exception>
    public IReadOnlyList<ColumnShape> ColumnsToWrite(TableShape table)
    {
        var columns = Names.Select(n => table.Require(n, StatusCodes.Status400BadRequest)).ToList();
        return columns.FirstOrDefault(c => c.Generated || c.Identity == 'a') is { } computed
            ? throw new ApiException(
                StatusCodes.Status400BadRequest,
                "428C9",
                $"The column \"{computed.Name}\" is {(computed.Generated ? "computed" : "numbered")} by the database and takes no value.",
                hint: "Leave it out.")
            : columns;
    }

    private static ApiException Refuse(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, message);
}
