import java.net.URI;
import java.net.http.*;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Send {
    static String token(String apiKey) throws Exception {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var service = apiKey.substring(apiKey.length() - 73, apiKey.length() - 37);
        var secret = apiKey.substring(apiKey.length() - 36);
        var text = base64.encodeToString("{\"typ\":\"JWT\",\"alg\":\"HS256\"}".getBytes()) + "."
            + base64.encodeToString("{\"iss\":\"%s\",\"iat\":%d}".formatted(service, System.currentTimeMillis() / 1000).getBytes());
        var hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(secret.getBytes(), "HmacSHA256"));
        return text + "." + base64.encodeToString(hmac.doFinal(text.getBytes()));
    }

    public static void main(String[] arguments) throws Exception {
        var body = """
            {"phone_number": "0699000001", "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
             "personalisation": {"naam": "Ans"}, "reference": "zaak-12"}""";
        var request = HttpRequest.newBuilder(URI.create("@@BASE@@/v2/notifications/sms"))
            .header("Authorization", "Bearer " + token(System.getenv("NOTIFY_API_KEY")))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
