namespace Kolaybase.Api.Http;

/// <content>Refusals of the data API that PostgREST has no code for (contract, section 4).</content>
public static partial class ErrorCodes
{
    /// <summary>400: a <c>PATCH</c> or <c>DELETE</c> without a filter.</summary>
    public const string UnfilteredWrite = "KB601";

    /// <summary>400: more filters than a request may hold.</summary>
    public const string TooManyFilters = "KB602";

    /// <summary>400: <c>and</c> and <c>or</c> are nested deeper than allowed.</summary>
    public const string FiltersTooDeep = "KB603";

    /// <summary>400: more items in <c>select</c>, <c>order</c> or <c>columns</c> than allowed.</summary>
    public const string TooManyItems = "KB604";

    /// <summary>400: more values in <c>in.(…)</c> than allowed.</summary>
    public const string ListTooLong = "KB605";

    /// <summary>400: the JSON of the body is nested deeper than allowed; on the platform's calls too.</summary>
    public const string JsonTooDeep = "KB606";

    /// <summary>400: more rows in one body than allowed.</summary>
    public const string TooManyRows = "KB607";

    /// <summary>400: embeds are nested deeper than allowed.</summary>
    public const string EmbedsTooDeep = "KB608";

    /// <summary>400: more embeds in one request than allowed.</summary>
    public const string TooManyEmbeds = "KB609";

    /// <summary>400: a JSON path of more steps than allowed.</summary>
    public const string JsonPathTooLong = "KB610";

    /// <summary>The statement that a request asks for becomes too long.</summary>
    public const string StatementTooLong = "KB611";
}
