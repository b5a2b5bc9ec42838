namespace Kolaybase.Api.Http;

/// <content>End users' sign-in with providers (<c>KB92x</c>).</content>
public static partial class ErrorCodes
{
    /// <summary>404: the project has no sign-in with that provider.</summary>
    public const string ProviderNotEnabled = "KB920";
}
