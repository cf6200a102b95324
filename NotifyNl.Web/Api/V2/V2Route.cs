namespace NotifyNl.Web.Api.V2;

/// <summary>One address with its method. Matched to the letter, as the model does: a slash at the end is another address.</summary>
internal sealed class V2Route(string method, string pattern, Func<V2Call, ValueTask<Answer>> serve)
{
    private readonly string[] segments = pattern.Split('/');

    public string Method => method;

    public string Pattern => pattern;

    public IEnumerable<string> Methods => method == "GET" ? ["GET", "HEAD", "OPTIONS"] : [method, "OPTIONS"];

    public ValueTask<Answer> ServeAsync(V2Call call) => serve(call);

    /// <param name="given">The address after /v2, split at its slashes.</param>
    /// <param name="open">What stands in the places of names in braces.</param>
    public bool Matches(string[] given, out string[] open)
    {
        open = [];
        if (given.Length != segments.Length + 1 || given[0].Length > 0)
            return false;
        var found = new List<string>();
        for (var i = 0; i < segments.Length; i++)
        {
            var (segment, part) = (segments[i], given[i + 1]);
            if (segment[0] != '{')
            {
                if (segment != part)
                    return false;
                continue;
            }

            if (part.Length == 0 || (segment.EndsWith(":int}", StringComparison.Ordinal) && !part.All(char.IsAsciiDigit)))
                return false;
            found.Add(part);
        }

        open = [.. found];
        return true;
    }
}
