using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>TLS with a mail server. What its certificate names is never asked: a tenant chooses the server, and its certificate could have the worker call any address.</summary>
internal static class SmtpTls
{
    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>The protected stream, which owns the other one.</summary>
    /// <param name="stream">The connection; stays the caller's when this fails.</param>
    /// <param name="host">The name that the certificate must be for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailDeferredException">There is no TLS, or the certificate is not trusted; both may be put right by the server's owner.</exception>
    public static async Task<SslStream> BeginAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        string? distrust = null;
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    CertificateChainPolicy = NewPolicy(),
                    RemoteCertificateValidationCallback = (_, _, chain, errors) => (distrust = Distrust(errors, chain)) is null,
                },
                cancellationToken);
            return tls;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            throw new MailDeferredException(
                distrust ?? "No TLS connection to the mail server could be made; its port or the setting \"security\" may be wrong. Nothing was sent.", exception);
        }
    }

    private static X509ChainPolicy NewPolicy()
    {
        var policy = new X509ChainPolicy
        {
            // Neither the issuer's certificate (RFC 5280, 4.2.2.1) nor a list of revoked ones (4.2.1.13) is fetched.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.ApplicationPolicy.Add(s_serverAuthentication);
        return policy;
    }

    private static string? Distrust(SslPolicyErrors errors, X509Chain? chain) => errors switch
    {
        SslPolicyErrors.None => null,
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "The mail server shows no certificate. Nothing was sent.",
        _ when chain?.ChainStatus.Any(s => s.Status is X509ChainStatusFlags.NotTimeValid) is true => "The mail server's certificate has expired or is not valid yet. Nothing was sent.",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) =>
            "The mail server's certificate is not trusted. Nothing was sent. It has to come from an authority that everybody trusts, and the server has to send the certificates in between.",
        _ => "The mail server's certificate is for another name than the setting \"host\". Nothing was sent.",
    };
}
