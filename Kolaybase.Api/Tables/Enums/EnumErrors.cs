using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Tables.Enums;

/// <summary>The refusals that more than one call on enumerations makes.</summary>
internal static class EnumErrors
{
    /// <summary>The enumeration has no such value.</summary>
    public static ApiException NoSuchValue(int status, EnumType type, string value) => new(
        status,
        PostgresErrorCodes.UndefinedObject,
        $"The enumeration \"{type.Name}\" has no value \"{TableErrors.Shorten(value)}\".",
        hint: NearestName.Of(value, type.Values) is { } nearest ? $"Perhaps you meant the value \"{nearest}\"." : null);
}
