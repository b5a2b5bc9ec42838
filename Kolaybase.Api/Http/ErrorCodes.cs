namespace Kolaybase.Api.Http;

/// <summary>
/// The catalogue of codes of our own, documented one by one in <c>docs/errors.md</c>; a test compares
/// the two. Ranges say at which stage a request was refused: <c>KB0xx</c> reading it, <c>KB1xx</c> who
/// is calling, <c>KB2xx</c> platform, <c>KB3xx</c> tables, <c>KB6xx</c> data API, <c>KB7xx</c> storage,
/// <c>KB8xx</c> SQL, <c>KB9xx</c> end users; <c>KB4xx</c> and <c>KB5xx</c> are HTTP's own refusals under the number of their
/// status. Stages keep their codes in files of their own (<c>ErrorCodes.Platform.cs</c> and so on).
/// </summary>
public static partial class ErrorCodes
{
    /// <summary>400: the body is not JSON, or empty.</summary>
    public const string MalformedJson = "KB001";

    /// <summary>400: the body is JSON, but not what this call takes; every fault is listed in <c>details</c>.</summary>
    public const string InvalidBody = "KB002";

    /// <summary>400: a parameter of the URL or a header is missing or malformed.</summary>
    public const string InvalidParameter = "KB003";

    /// <summary>400: text that PostgreSQL can't store: NUL, half a surrogate pair, bytes that are not UTF-8.</summary>
    public const string UnstorableText = "KB004";

    /// <summary>400: percent-encoding in the URL is broken.</summary>
    public const string MalformedUrl = "KB005";

    /// <summary>400: a part of the path is <c>.</c> or <c>..</c>, encoded or not.</summary>
    public const string DotSegment = "KB006";

    /// <summary>401: no key and no token came with the request.</summary>
    public const string NoCredentials = "KB101";

    /// <summary>401: the API key is unknown or was replaced.</summary>
    public const string UnknownKey = "KB102";

    /// <summary>401: the platform token does not verify.</summary>
    public const string InvalidPlatformToken = "KB103";

    /// <summary>401: the end user's token does not verify (outside the data API, which says <c>PGRST301</c> or <c>PGRST303</c>).</summary>
    public const string InvalidUserToken = "KB104";

    /// <summary>403: the caller is known, but may not do this.</summary>
    public const string NotAllowed = "KB105";

    /// <summary>403: the API key belongs to another project than the request names.</summary>
    public const string OtherProject = "KB106";

    /// <summary>404: no such project, or the caller is no member of its team.</summary>
    public const string ProjectNotFound = "KB110";

    /// <summary>503 with <c>Retry-After</c>: the project is still being made.</summary>
    public const string ProjectProvisioning = "KB111";

    /// <summary>409: making the project failed.</summary>
    public const string ProjectFailed = "KB112";

    /// <summary>409: the project is being deleted.</summary>
    public const string ProjectDeleting = "KB113";

    /// <summary>503 with <c>Retry-After</c>: the project's database is there, but refuses its own logins.</summary>
    public const string DatabaseRefuses = "KB114";

    /// <summary>503 with <c>Retry-After</c>: a part of the project lies on a server that this process was not told of.</summary>
    public const string PartNotConfigured = "KB115";

    /// <summary>400: the request is not proper HTTP.</summary>
    public const string BadRequest = "KB400";

    /// <summary>404: nothing is at this path.</summary>
    public const string NotFound = "KB404";

    /// <summary>405 with <c>Allow</c>: the path takes other methods.</summary>
    public const string MethodNotAllowed = "KB405";

    /// <summary>406: none of the media types that <c>Accept</c> names can be made.</summary>
    public const string NotAcceptable = "KB406";

    /// <summary>408: the body came too slowly.</summary>
    public const string RequestTimeout = "KB408";

    /// <summary>413: the body is over the limit.</summary>
    public const string BodyTooLarge = "KB413";

    /// <summary>414: the URL is over the limit.</summary>
    public const string UrlTooLong = "KB414";

    /// <summary>415: the content type is not one that this call takes.</summary>
    public const string UnsupportedMediaType = "KB415";

    /// <summary>429 with <c>Retry-After</c>: too many requests.</summary>
    public const string TooManyRequests = "KB429";

    /// <summary>431: the headers are over the limit.</summary>
    public const string HeadersTooLarge = "KB431";

    /// <summary>500: a fault of ours; the log has it under the request id.</summary>
    public const string Internal = "KB500";

    /// <summary>503 with <c>Retry-After</c>: a database is busy or out of reach, or the identity server is.</summary>
    public const string Unavailable = "KB503";

    /// <summary>504: the call took longer than it may.</summary>
    public const string Timeout = "KB504";

    /// <summary>401: PostgREST's code for a token that can't be verified.</summary>
    public const string JwtInvalid = "PGRST301";

    /// <summary>401: PostgREST's code for a request without any key.</summary>
    public const string JwtRequired = "PGRST302";

    /// <summary>401: PostgREST's code for a token whose claims do not hold: expired, not yet valid, of another issuer.</summary>
    public const string JwtClaims = "PGRST303";
}
