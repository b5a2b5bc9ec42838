using System.Text;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables;

/// <summary>Names of tables and columns. Whatever PostgreSQL accepts between double quotes is accepted.</summary>
internal static class Identifier
{
    /// <summary>NAMEDATALEN - 1 of a standard build. PostgreSQL cuts longer names without an error, which would make two names one.</summary>
    public const int MaxBytes = 63;

    /// <summary>The name between double quotes, ready to stand in SQL.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

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

        if (!IsWellFormed(name))
        {
            return "must be proper Unicode (it holds half a surrogate pair)";
        }

        return Encoding.UTF8.GetByteCount(name) is var bytes && bytes > MaxBytes
            ? $"must be a name of at most 63 bytes in UTF-8 (it has {bytes})"
            : null;
    }

    /// <summary>The name itself, once it is known to be one.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.InvalidIdentifier"/>.</exception>
    public static string Require(string? name, string field) => Fault(name) is { } fault
        ? throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidIdentifier, $"\"{field}\" {fault}.")
        : name!;

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
