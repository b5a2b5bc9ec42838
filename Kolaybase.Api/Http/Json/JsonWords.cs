using System.Collections;
using System.Text.Json;

namespace Kolaybase.Api.Http.Json;

/// <summary>JSON's kinds and our types in words for error messages.</summary>
internal static class JsonWords
{
    /// <summary>What a value is.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "an object",
    };

    /// <summary>What a member of that type takes.</summary>
    public static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "a string",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(short) => "a whole number",
            _ when type == typeof(double) || type == typeof(decimal) || type == typeof(float) => "a number",
            _ when type == typeof(Guid) => "a UUID",
            _ when type == typeof(DateTimeOffset) => "a time stamp of ISO 8601 with an offset",
            _ when type.IsEnum => "one of " + string.Join(", ", EnumNames.Of(type)),
            _ when typeof(IDictionary).IsAssignableFrom(type) => "an object",
            _ when typeof(IEnumerable).IsAssignableFrom(type) => "an array of the right values",
            _ => "of another form",
        };
    }

    /// <summary>A name out of the request, cut so that it can't blow up the answer.</summary>
    public static string Shorten(string name) => name.Length <= 64 ? name : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[63]) ? 63 : 64), "…");
}
