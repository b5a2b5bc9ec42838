namespace Kolaybase.Api.Http.Cors;

/// <summary>Which paths API keys open, and so pages of any origin may call.</summary>
internal static class CorsPaths
{
    /// <summary>True for the data API and end-user auth, and for tables and storage of a project; false for the platform's own paths and for SQL, which takes the service key only.</summary>
    public static bool TakesKeys(PathString path)
    {
        if (path.StartsWithSegments("/api/rest/v1", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return path.StartsWithSegments("/api/projects", StringComparison.OrdinalIgnoreCase, out var rest)
            && rest.Value?.Split('/', 4) is ["", _, var part, ..]
            && (part.Equals("tables", StringComparison.OrdinalIgnoreCase) || part.Equals("storage", StringComparison.OrdinalIgnoreCase));
    }
}
