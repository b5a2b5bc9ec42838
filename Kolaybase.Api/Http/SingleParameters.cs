using Kolaybase.Api.Http.Errors;

namespace Kolaybase.Api.Http;

/// <summary>
/// Refuses a parameter of the query that is there twice, which the framework would bind as one text (<c>?schema=a&amp;schema=b</c> as <c>a,b</c>), and a number or
/// the like that is empty, which it would take for none.
/// </summary>
internal static class SingleParameters
{
    /// <summary>Filter of the route group.</summary>
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        foreach (var (name, values) in invocation.HttpContext.Request.Query)
        {
            if (values.Count > 1)
            {
                throw new ApiException(StatusCodes.Status400BadRequest, BadRequests.GivenTwice(name));
            }

            if (values.ToString().Length == 0 && OptionalParameters.Explain(invocation.HttpContext) is { } fault)
            {
                throw new ApiException(StatusCodes.Status400BadRequest, fault);
            }
        }

        return next(invocation);
    }
}
