using System.Text.Json.Nodes;
using Kolaybase.Api.Http;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Rest;

/// <summary>What the OpenAPI description tells of the data API's answers.</summary>
internal static class RestDescriptions
{
    private const string Json = "application/json";

    public static RouteHandlerBuilder DescribeRead(this RouteHandlerBuilder route) => route
        .WithDescription("Filters are parameters by column name (id=eq.1, or=(a.gt.1,b.is.null)); also select, order, limit, offset. Prefer: count=exact puts the total into Content-Range.")
        .Produces<JsonArray>(StatusCodes.Status200OK, Json)
        .Produces<JsonArray>(StatusCodes.Status206PartialContent, Json)
        .Produces<ApiError>(StatusCodes.Status416RangeNotSatisfiable, Json)
        .DescribeErrors();

    public static RouteHandlerBuilder DescribeInsert(this RouteHandlerBuilder route) => route
        .WithDescription("An object, or an array of objects with the same keys. Prefer: return=representation answers the rows; resolution=merge-duplicates replaces rows whose key is there, and is 200 when it inserted none.")
        .DescribeBody()
        .Produces<JsonArray>(StatusCodes.Status200OK, Json)
        .Produces<JsonArray>(StatusCodes.Status201Created, Json)
        .Produces<ApiError>(StatusCodes.Status409Conflict, Json)
        .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge, Json)
        .Produces<ApiError>(StatusCodes.Status415UnsupportedMediaType, Json)
        .DescribeErrors();

    public static RouteHandlerBuilder DescribeUpsert(this RouteHandlerBuilder route) => route
        .WithDescription("The filters name one row by its whole primary key (id=eq.1), and the body is that row. Prefer: return=representation answers it.")
        .DescribeBody()
        .Produces<JsonArray>(StatusCodes.Status200OK, Json)
        .Produces<JsonArray>(StatusCodes.Status201Created, Json)
        .Produces(StatusCodes.Status204NoContent)
        .Produces<ApiError>(StatusCodes.Status405MethodNotAllowed, Json)
        .Produces<ApiError>(StatusCodes.Status409Conflict, Json)
        .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge, Json)
        .Produces<ApiError>(StatusCodes.Status415UnsupportedMediaType, Json)
        .DescribeErrors();

    public static RouteHandlerBuilder DescribeChange(this RouteHandlerBuilder route, bool hasBody)
    {
        if (hasBody)
        {
            route.DescribeBody()
                .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge, Json)
                .Produces<ApiError>(StatusCodes.Status415UnsupportedMediaType, Json);
        }

        return route
            .WithDescription("Needs a filter, or Prefer: max-affected=N. Prefer: return=representation answers the rows.")
            .Produces<JsonArray>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ApiError>(StatusCodes.Status409Conflict, Json)
            .DescribeErrors();
    }

    public static RouteHandlerBuilder DescribeCall(this RouteHandlerBuilder route, bool hasBody)
    {
        if (hasBody)
        {
            // A function without parameters needs none.
            route.DescribeBody(required: false)
                .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge, Json)
                .Produces<ApiError>(StatusCodes.Status415UnsupportedMediaType, Json);
        }

        return route
            .WithDescription(hasBody
                ? "Arguments are the keys of a JSON object, or fields of a form; a body of another type is the argument of a function whose only parameter has no name. Filters, select, order, limit and offset apply to the rows that it returns."
                : "Arguments are parameters by name. Nothing can be written. Filters, select, order, limit and offset apply to the rows that it returns.")
            .Produces<JsonNode>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status204NoContent)
            .Produces<JsonNode>(StatusCodes.Status206PartialContent, Json)
            .Produces<ApiError>(StatusCodes.Status300MultipleChoices, Json)
            .Produces<ApiError>(StatusCodes.Status416RangeNotSatisfiable, Json)
            .DescribeErrors();
    }

    public static RouteHandlerBuilder DescribeMethods(this RouteHandlerBuilder route) => route
        .WithDescription("Allow lists them. A preflight of a browser is answered as one.")
        .Produces(StatusCodes.Status200OK)
        .DescribeErrors();

    public static RouteHandlerBuilder DescribeRoot(this RouteHandlerBuilder route) => route
        .WithDescription("A description of the tables, views and functions that the key's role may see, as Swagger 2.0 in the shape of PostgREST's.")
        .Produces<JsonObject>(StatusCodes.Status200OK, "application/openapi+json")
        .DescribeErrors();

    /// <summary>The body is described by hand: an <c>Accepts</c> with a type would have it buffered for binding.</summary>
    private static RouteHandlerBuilder DescribeBody(this RouteHandlerBuilder route, bool required = true) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = required,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Array } },
                ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                ["application/x-www-form-urlencoded"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
        return Task.CompletedTask;
    });

    private static RouteHandlerBuilder DescribeErrors(this RouteHandlerBuilder route) => route
        .Produces<ApiError>(StatusCodes.Status400BadRequest, Json)
        .Produces<ApiError>(StatusCodes.Status401Unauthorized, Json)
        .Produces<ApiError>(StatusCodes.Status403Forbidden, Json)
        .Produces<ApiError>(StatusCodes.Status404NotFound, Json)
        .Produces<ApiError>(StatusCodes.Status406NotAcceptable, Json)
        .Produces<ApiError>(StatusCodes.Status503ServiceUnavailable, Json);
}
