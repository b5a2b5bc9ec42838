using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal static class DocumentDescription
{
    /// <summary>Scheme of platform users' tokens.</summary>
    public const string PlatformToken = "platformToken";

    /// <summary>Scheme of API keys.</summary>
    public const string ApiKey = "apikey";

    /// <summary>Scheme of end users' tokens, which come with a key.</summary>
    public const string UserToken = "userToken";

    /// <summary>Fills in title and security schemes.</summary>
    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Kolaybase",
            Version = typeof(DocumentDescription).Assembly.GetName().Version?.ToString(3),
            Description = "A PostgreSQL database, a REST interface and user accounts for each project. Every refusal has the body of the schema ApiError; its codes are listed in docs/errors.md.",
        };
        // Relative to wherever the document was read from: proxies and ports differ.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [PlatformToken] = Bearer("Access token of a platform user, from POST /api/auth/login."),
            [UserToken] = Bearer("Access token of an end user of the project that the API key names."),
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "apikey",
                Description = "A project's anon key (role anon) or service key (bypasses row level security). Never taken from the URL.",
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme Bearer(string description) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        BearerFormat = "JWT",
        Description = description,
    };
}
