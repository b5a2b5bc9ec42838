namespace Kolaybase.Api.Rest;

/// <summary>Which schema a request is about.</summary>
/// <param name="Schema">Its name.</param>
/// <param name="Tell">Whether the answer's <c>Content-Profile</c> tells it: it was asked for, or it might have been another.</param>
internal readonly record struct Profile(string Schema, bool Tell)
{
    /// <summary>Reads it off <c>Accept-Profile</c> where nothing is written, else off <c>Content-Profile</c>.</summary>
    /// <exception cref="Http.ApiException">406 <c>PGRST106</c>: the schema is not exposed.</exception>
    public static Profile Of(HttpRequest request, RestLimits limits)
    {
        var writes = HttpMethods.IsPost(request.Method) || HttpMethods.IsPatch(request.Method) || HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method);
        var header = request.Headers[writes ? "Content-Profile" : "Accept-Profile"];
        if (header.Count == 0)
        {
            return new(limits.Schema, limits.Schemas.Length > 1);
        }

        var schema = header.ToString();
        return limits.Schemas.Contains(schema, StringComparer.Ordinal)
            ? new(schema, Tell: true)
            : throw RestErrors.SchemaNotExposed(schema, string.Join(", ", limits.Schemas));
    }
}
