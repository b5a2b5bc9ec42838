using System.Text.Json;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Reads providers' answers, of which nothing is believed.</summary>
internal static class OAuthJson
{
    /// <summary>A member that is a text; null when it is missing or something else.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A provider's error code in a form that may stand in a log: it is told by somebody else.</summary>
    public static string Error(this JsonElement json)
    {
        var error = json.Text("error") ?? "";
        return error.Length is > 0 and <= 50 && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? error : "an error of its own";
    }

    /// <summary>A name as users' names have to be; null when it can't be one.</summary>
    public static string? Name(string? told)
    {
        var name = DisplayName.Optional(told);
        return DisplayName.AcceptsOptional(name) ? name : null;
    }

    /// <summary>Whether a text may be kept as a provider's identifier of an account.</summary>
    public static bool IsSubject(string? text) => text is { Length: > 0 and <= 255 } && text.All(c => c is > ' ' and <= '~');
}
