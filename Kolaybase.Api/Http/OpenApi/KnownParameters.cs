using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary>What parameters are; one name means the same everywhere. A handler's own doc comment goes before.</summary>
internal static partial class KnownParameters
{
    /// <summary>Lists the parameters that authentication reads and the handler does not, such as a project's <c>{id}</c>.</summary>
    public static void AddMissing(OpenApiOperation operation, string path)
    {
        foreach (Match match in Parameter().Matches(path))
        {
            var name = match.Groups[1].Value;
            if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path && p.Name == name) is not true)
            {
                operation.Parameters ??= [];
                operation.Parameters.Insert(0, new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = match.Groups[2].Value == "guid" || name == "id" ? "uuid" : null },
                });
            }
        }
    }

    /// <summary>The description; null when the name is new, which a test finds.</summary>
    public static string? Describe(string path, string name) => name switch
    {
        "id" when path.StartsWith("api/projects/", StringComparison.OrdinalIgnoreCase) => "The project.",
        "id" when path.StartsWith("api/teams/invites/", StringComparison.OrdinalIgnoreCase) => "The invitation.",
        "id" when path.StartsWith("api/teams/", StringComparison.OrdinalIgnoreCase) => "The team.",
        "userId" when path.Contains("/auth/", StringComparison.OrdinalIgnoreCase) => "The end user.",
        "id" when path.Contains("/auth/sessions/", StringComparison.OrdinalIgnoreCase) => "The session.",
        "otp" => "The mailed code.",
        "email" => "The address that the mail went to.",
        "apikey" => "The project's anon key; a service key is refused here.",
        "redirect_to" => "Where the browser ends up with the session's tokens in the fragment; has to match the project's list of redirect URLs.",
        "projectId" => "The project.",
        "provider" => "google or github.",
        "state" => "The state of the sign-in.",
        "code" => "The provider's code.",
        "error" => "The provider's error, when there is no code.",
        "userId" => "The member's account.",
        "sessionId" => "The session.",
        "table" => "Name of a table or view, percent-encoded as UTF-8.",
        "function" => "Name of a function, percent-encoded as UTF-8.",
        "name" when path.Contains("/buckets/", StringComparison.OrdinalIgnoreCase) => "Name of the bucket.",
        "bucket" => "Name of the bucket.",
        "upload" => "The upload, as Location named it.",
        "path" => "Path of the object, percent-encoded as UTF-8.",
        "upsert" => "true replaces an object that is there; false, the default, refuses.",
        "download" => "Has it saved instead of shown; a text is the file's name.",
        "expiry" => "How long the address works, 60 to 604800 seconds; 3600 when not given.",
        "expires" => "Until when the address works, as it was signed.",
        "signature" => "The signature of the address.",
        "role" => "Role of whoever signed the upload.",
        "owner" => "Whose object the upload makes, as it was signed.",
        "force" => "true deletes the bucket with all its objects; false, the default, refuses where it has any.",
        "name" when path.Contains("/tables", StringComparison.OrdinalIgnoreCase) => "Name of the table, percent-encoded as UTF-8.",
        "col" => "Name of the column, percent-encoded as UTF-8.",
        "fk" => "Name of the foreign key constraint, percent-encoded as UTF-8.",
        "constraint" => "Name of the constraint, percent-encoded as UTF-8.",
        "index" => "Name of the index, percent-encoded as UTF-8.",
        "policy" => "Name of the policy, percent-encoded as UTF-8.",
        "name" when path.Contains("/enums", StringComparison.OrdinalIgnoreCase) => "Name of the enumeration, percent-encoded as UTF-8.",
        "realm" => "Name of the realm, as in the issuer of its tokens.",
        "schema" => "Schema of the table; public when not given.",
        "cascade" => "true drops what depends on it too; false, the default, refuses where something does.",
        "teamId" => "Only projects of this team.",
        _ => null,
    };

    // {name}, {id:guid}, {*rest}
    [GeneratedRegex(@"\{\**(\w+)(?::(\w+))?[^}]*\}")]
    private static partial Regex Parameter();
}
