using System.Text;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables.Enums;

/// <summary>Values of enumerations.</summary>
internal static class EnumValue
{
    /// <summary>What is wrong with a value, in words that follow the field's name; null when PostgreSQL takes it.</summary>
    public static string? Fault(string? value) =>
        value is null ? "must be a text"
        : !StorableText.IsWellFormed(value) || value.Contains('\0', StringComparison.Ordinal) ? "must be proper Unicode without NUL"
        : Encoding.UTF8.GetByteCount(value) > Identifier.MaxBytes ? $"must be at most {Identifier.MaxBytes} bytes in UTF-8"
        : null;
}
