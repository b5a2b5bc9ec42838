using System.Globalization;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>The header <c>Content-Range</c> as PostgREST writes it: <c>0-9/*</c>, <c>*/0</c>.</summary>
internal static class ContentRange
{
    /// <summary>The header's value.</summary>
    /// <param name="offset">The first row's place.</param>
    /// <param name="rows">How many rows follow.</param>
    /// <param name="total">How many there are; null means not counted.</param>
    public static string Of(long offset, long rows, long? total) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(rows > 0 && total != 0 ? $"{offset}-{offset + rows - 1}" : "*")}/{total?.ToString(CultureInfo.InvariantCulture) ?? "*"}");

    /// <summary>200 for everything there is, 206 for a part of a known whole.</summary>
    public static int Status(long rows, long? total) => total is { } known && rows < known ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
}
