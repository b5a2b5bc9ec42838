namespace Kolaybase.Api.Platform.Projects;

/// <summary>The preference <c>respond-async</c> (RFC 7240, 4.1).</summary>
internal static class RespondAsync
{
    /// <summary>Whether the caller prefers an answer at once; says in <c>Preference-Applied</c> that it is heeded.</summary>
    public static bool Apply(HttpContext context)
    {
        // Preference names are compared without case; parameters after ';' do not concern this one.
        var preferred = context.Request.Headers["Prefer"]
            .SelectMany(line => (line ?? "").Split(','))
            .Any(preference => preference.Split(';')[0].Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase));
        if (preferred)
        {
            context.Response.Headers["Preference-Applied"] = "respond-async";
        }

        return preferred;
    }
}
