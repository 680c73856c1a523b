until answers; do
  if [ "$SECONDS" -gt "$GIVE_UP_SECONDS" ]; then
    echo "$SERVICE does not answer" >&2
    exit 1
  fi
  sleep 5
done
end_launch CONTINUE
