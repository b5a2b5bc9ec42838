using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables;

/// <summary>Names of tables and columns. Whatever PostgreSQL accepts between double quotes is accepted.</summary>
internal static class Identifier
{
    /// <summary>NAMEDATALEN - 1 of a standard build. PostgreSQL cuts longer names without an error, which would make two names one.</summary>
    public const int MaxBytes = 63;

    /// <summary>The name between double quotes, ready to stand in SQL.</summary>
    public static string Quote(string name) => $"\"{StorableText.RequireInSql(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>What is wrong with a name, in words that follow the field's name; null when it is fine.</summary>
    public static string? Fault(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "must be a name of 1 to 63 bytes";
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return "must not hold a NUL character";
        }

        if (!StorableText.IsWellFormed(name))
        {
            return "must be proper Unicode (it holds half a surrogate pair)";
        }

        return Encoding.UTF8.GetByteCount(name) is var bytes && bytes > MaxBytes
            ? $"must be a name of at most 63 bytes in UTF-8 (it has {bytes})"
            : null;
    }

    /// <summary>The same for a name that is about to be given: what could be in no path is refused.</summary>
    public static string? FaultOfNew(string? name) => Fault(name)
        ?? (name is "." or ".." ? "must not be \".\" or \"..\": no URL could name it" : null);

    /// <summary>The name itself, once it is known to be one that may be given.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.InvalidIdentifier"/>.</exception>
    public static string RequireNew(string? name, string field) => FaultOfNew(name) is { } fault ? throw Refuse(field, fault) : name!;

    /// <summary>The name itself, once it is known to be one.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.InvalidIdentifier"/>.</exception>
    public static string Require(string? name, string field) => Fault(name) is { } fault ? throw Refuse(field, fault) : name!;

    private static ApiException Refuse(string field, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidIdentifier, $"\"{field}\" {fault}.");
}
